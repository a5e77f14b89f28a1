package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The thread that reads all lines of a JVM. */
class LinesTest {

    private static Pipe pipe(Lines.Reader reader) throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        Lines.HERE.add(pipe.source(), SelectionKey.OP_READ, reader);
        return pipe;
    }

    private static void write(Pipe.SinkChannel sink) throws Exception {
        sink.write(ByteBuffer.allocate(1));
    }

    @Test
    void aLineWhoseReaderHasNoMemorySilencesNoOtherLine() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch isRead = new CountDownLatch(1);
        Pipe failing = pipe(() -> {
            failed.countDown();
            throw new OutOfMemoryError("of a test");
        });
        Pipe other = pipe(isRead::countDown);
        try (Pipe.SinkChannel toFailing = failing.sink();
                Pipe.SinkChannel toOther = other.sink()) {
            write(toFailing);
            assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
            write(toOther);

            assertThat(isRead.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            Lines.HERE.remove(other.source());
        }
        assertThat(failing.source().isOpen()).isFalse();
    }
}
