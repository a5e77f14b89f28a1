package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class CauseChainTest {

    private final Codecs codecs = new Codecs(CauseChainTest.class.getClassLoader(), 1 << 20);

    private RemoteFailure travel(Throwable failure) {
        PayloadBuffer out = new PayloadBuffer(16);
        RemoteFailure.encode(failure, codecs.take(), out);
        return RemoteFailure.decode(new PayloadReader(out.array(), 0, out.size()));
    }

    @Test
    void aChainOfCausesKeepsItsRootWhenItIsCut() {
        Throwable failure = new IllegalStateException("root");
        for (int i = 0; i < 200; i++) {
            failure = new RuntimeException("wrapped " + i, failure);
        }

        RemoteFailure last = travel(failure);
        int length = 1;
        for (; last.cause() != null; last = last.cause()) {
            length++;
        }

        assertThat(last.message()).isEqualTo("root");
        assertThat(last.className()).isEqualTo(IllegalStateException.class.getName());
        assertThat(length).isBetween(60, 70);
    }

    @Test
    void aCauseThatGivesAnotherOneEachTimeEnds() {
        assertThat(travel(new Endless()).cause()).isNotNull();
    }

    static class Endless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable getCause() {
            return new Endless();
        }
    }
}
