package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class FailuresTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(FailuresTest.class.getClassLoader(), LIMIT);

    static class Failing extends Exception {
        private static final long serialVersionUID = 1L;
        final int code;

        Failing(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }
    }

    @Test
    void failuresTravelAsThemselvesWithCausesAndSuppressed() {
        Failing failure = new Failing("outer", 7, new IllegalStateException("inner"));
        failure.addSuppressed(new IOException("aside"));

        RemoteFailure remote = travel(failure);
        assertThat(remote.className()).isEqualTo(Failing.class.getName());
        assertThat(remote.cause().message()).isEqualTo("inner");
        assertThat(remote.suppressed()).hasSize(1);
        assertThat(remote.frames().get(0).getMethodName())
                .isEqualTo("failuresTravelAsThemselvesWithCausesAndSuppressed");
        Failing rebuilt = (Failing) remote.rebuild(codecs.take()).orElseThrow();
        assertThat(rebuilt.code).isEqualTo(7);
        assertThat(rebuilt).hasMessage("outer").hasRootCauseMessage("inner");
        assertThat(rebuilt.getSuppressed()[0]).hasMessage("aside");
    }

    private RemoteFailure travel(Throwable failure) {
        PayloadBuffer out = new PayloadBuffer(16);
        RemoteFailure.encode(failure, codecs.take(), out);
        return RemoteFailure.decode(new PayloadReader(out.array(), 0, out.size()));
    }

    static class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // it must not travel
        final Object unencodable = Thread.currentThread();

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void hostileAndCircularFailuresTravelAsData() {
        RemoteFailure hostile = travel(new Hostile());
        assertThat(hostile.className()).isEqualTo(Hostile.class.getName());
        assertThat(hostile.message()).contains("getMessage() threw");
        assertThat(hostile.rebuild(codecs.take())).isEmpty();

        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        assertThat(travel(one).cause().message()).isEqualTo("two");
        assertThat(travel(one).cause().cause()).isNull();
    }

    @Test
    void whatWasNullIsSaidAlsoWhereItWasNotThrown() {
        IllegalStateException outer = new IllegalStateException("outer", nullPointer());
        outer.addSuppressed(nullPointer());
        IllegalStateException arrived = (IllegalStateException) codecs.decode(codecs.encode(outer));
        NullPointerException expected = (NullPointerException) outer.getCause();
        assertThat(expected).hasMessageContaining("because").hasCauseInstanceOf(IOException.class);
        assertThat(arrived.getCause())
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage(expected.getMessage())
                .hasCauseInstanceOf(IOException.class);
        assertThat(arrived.getCause().getStackTrace()).isEqualTo(expected.getStackTrace());
        assertThat(arrived.getSuppressed()[0]).hasMessage(expected.getMessage());
    }

    private static NullPointerException nullPointer() {
        List<String> nothing = null;
        try {
            throw new IllegalArgumentException("there are " + nothing.size());
        } catch (NullPointerException e) {
            e.initCause(new IOException("the cause"));
            return e;
        }
    }
}
