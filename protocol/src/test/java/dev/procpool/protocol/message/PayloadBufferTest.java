package dev.procpool.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PayloadBufferTest {

    private static final int KEPT = 1000;

    private final PayloadBuffer buffer = new PayloadBuffer(10);

    private void use(int bytes) {
        buffer.put(new byte[bytes], 0, bytes);
        buffer.clear();
        buffer.trim(KEPT);
    }

    @Test
    void aLargeArrayIsKeptWhileItIsNeededNowAndThen() {
        use(100_000);
        byte[] array = buffer.array();
        for (int i = 0; i < 500; i++) {
            use(i % 50 == 0 ? 50_000 : 10);
        }
        assertThat(buffer.array()).isSameAs(array);
    }

    @Test
    void aLargeArrayIsLetGoOnceManyUsesHaveNotNeededIt() {
        use(100_000);
        for (int i = 0; i < 100; i++) {
            use(KEPT);
        }
        assertThat(buffer.array()).hasSize(KEPT);
    }

    @Test
    void whatIsInTheBufferSurvivesTrimming() {
        use(100_000);
        buffer.putInt(42);
        for (int i = 0; i < 100; i++) {
            buffer.trim(KEPT);
        }
        assertThat(buffer.array()).hasSize(KEPT);
        assertThat(new PayloadReader(buffer.array(), 0, buffer.size()).getInt()).isEqualTo(42);
    }
}
