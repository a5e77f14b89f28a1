package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(RefusalsTest.class.getClassLoader(), LIMIT);

    record Order(String id, Customer customer) {}

    record Customer(Object connection) {}

    @Test
    void whatBelongsToThisJvmIsRefusedWithItsPath() {
        for (Object bound : List.of(
                Thread.currentThread(),
                new ByteArrayInputStream(new byte[0]),
                new ThreadLocal<>(),
                RefusalsTest.class.getClassLoader())) {
            assertThatThrownBy(() -> codecs.encode(new Order("1", new Customer(bound))))
                    .isInstanceOf(EncodingException.class)
                    .hasMessageContaining("Order.customer.connection")
                    .hasMessageContaining(bound.getClass().getName())
                    .hasMessageContaining("belongs to this JVM");
        }
        Function<Integer, Integer> notSerializable = x -> x;
        assertThatThrownBy(() -> codecs.encode(List.of(1, notSerializable)))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("not Serializable: declare it as a TaskFunction");
    }

    static class Throwing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalArgumentException("cannot pickle");
        }
    }

    @Test
    void whatUserCodeThrowsIsTheCause() {
        assertThatThrownBy(() -> codecs.encode(new Throwing()))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("cannot pickle")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(copy("still works")).isEqualTo("still works");
    }

    @Test
    void aRefusalLeavesNothingBehindInTheCodec() {
        Order good = new Order("1", new Customer(List.of("a", new Customer("a"))));
        Object[] goods = {good, good, good.customer(), List.of(good.customer())};
        byte[] expected = new Codecs(RefusalsTest.class.getClassLoader(), LIMIT).encode(goods);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> codecs.encode(
                            new Object[] {good, List.of(good, new Order("2", new Customer(Thread.currentThread())))}))
                    .isInstanceOf(EncodingException.class);
            assertThat(codecs.encode(goods)).isEqualTo(expected);
        }
    }

    @SuppressWarnings("serial") // the codec carries what is not Serializable
    static class Swallowing implements Serializable {
        private static final long serialVersionUID = 1L;
        final Object value;

        Swallowing(Object value) {
            this.value = value;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            try {
                out.writeObject(value);
            } catch (RuntimeException e) {
                out.writeObject("instead");
            }
        }
    }

    @Test
    void aRefusalThatWriteObjectCatchesIsARefusalAllTheSame() {
        assertThatThrownBy(() -> codecs.encode(new Swallowing(new Customer(Thread.currentThread()))))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("belongs to this JVM");
        assertThat(codecs.encode(new Swallowing("x"))).isNotEmpty();
    }

    @Test
    void tooLargeAndTooDeepAreNamedAndHarmNothing() {
        assertThatThrownBy(() -> codecs.encode(new byte[LIMIT + 1]))
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("1,048,576");
        assertThatThrownBy(() -> codecs.encode(new Order("x".repeat(2 * LIMIT), null)))
                .isInstanceOf(PayloadTooLargeException.class);
        Object[] deep = null;
        for (int i = 0; i < 500_000; i++) {
            deep = new Object[] {deep};
        }
        Object[] tooDeep = deep;
        assertThatThrownBy(() -> codecs.encode(tooDeep))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("nested too deeply");
        assertThat(copy(List.of(1))).containsExactly(1);
    }

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }
}
