package dev.procpool.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.SharedEncoding;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.codec.SharedValues;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedCopyTest {

    private static final long ID = 7;
    private static final AtomicInteger DECODED = new AtomicInteger();

    private final Codecs codecs = new Codecs(SharedCopyTest.class.getClassLoader(), 1 << 20);
    private final Definitions definitions = new Definitions(codecs, codec -> {});

    /** Counts how often it is decoded. */
    private record Counted(String name) implements Serializable {

        private static final long serialVersionUID = 1L;

        private Counted {
            DECODED.incrementAndGet();
        }
    }

    /** A value that cannot be decoded. */
    private static final class Unreadable implements Serializable {

        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) throws IOException {
            DECODED.incrementAndGet();
            throw new IOException("no file of the model here");
        }
    }

    @BeforeEach
    void countAnew() {
        DECODED.set(0);
    }

    private SharedHandle<?> define(Object value) {
        PayloadCodec codec = codecs.take();
        byte[] encoded = SharedEncoding.encode(value, codec);
        codecs.release(codec);
        DECODED.set(0);
        definitions.define(ID, encoded);
        return definitions.received(ID);
    }

    @Test
    void aValueIsDecodedAtItsFirstUseAndThenNoMore() {
        SharedHandle<?> handle = define(new Counted("a model"));
        assertThat(DECODED).hasValue(0);

        Object first = handle.get();

        assertThat(first).isEqualTo(new Counted("a model"));
        assertThat(handle.get()).isSameAs(first);
        assertThat(definitions.received(ID)).isSameAs(handle);
        assertThat(DECODED).as("once, and once by this test").hasValue(2);
    }

    @Test
    void manyThreadsThatAskAtOnceGetOneCopy() throws Exception {
        SharedHandle<?> handle = define(new Counted("a model"));
        List<Object> got = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> got.add(handle.get())));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(DECODED).hasValue(1);
        assertThat(got).hasSize(8).allMatch(copy -> copy == got.get(0));
    }

    @Test
    void aValueThatCannotBeDecodedIsNamedEachTimeAndTriedOnce() {
        SharedHandle<?> handle = define(new Unreadable());

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(handle::get)
                    .isInstanceOf(DecodingException.class)
                    .hasMessageStartingWith(
                            "the shared value of class " + Unreadable.class.getTypeName() + " cannot be decoded: ")
                    .hasMessageContaining("no file of the model here");
        }
        assertThat(DECODED).hasValue(1);
    }

    @Test
    void aForgottenValueIsGone() {
        SharedHandle<?> handle = define("a model");
        assertThat(handle.get()).isEqualTo("a model");

        definitions.forget(ID);

        assertThatThrownBy(handle::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the shared value of class java.lang.String was closed by the supervisor");
        assertThatThrownBy(() -> definitions.received(ID)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void onlyItsOwnHandlesAreSentBack() {
        SharedHandle<?> handle = define("a model");
        definitions.sending(handle);

        SharedHandle<?> ofNestedPool = new SharedHandle<>(ID, handle.access());
        assertThatThrownBy(() -> definitions.sending(ofNestedPool))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(SharedValues.ELSEWHERE);
    }

    @Test
    void onlyTheSupervisorCloses() {
        SharedHandle<?> handle = define("a model");
        assertThatThrownBy(handle::close)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("only the supervisor");
        assertThat(handle.get()).isEqualTo("a model");
    }
}
