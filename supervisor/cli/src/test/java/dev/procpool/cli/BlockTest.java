package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {

    private final Block block = new Block();

    private String written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        block.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void numbersHaveTheirDigits() throws Exception {
        StringBuilder expected = new StringBuilder();
        for (long number : new long[] {0, 9, 10, 99, 100, 1234567890L, Long.MAX_VALUE}) {
            block.add(number);
            block.add(' ');
            expected.append(number).append(' ');
        }

        assertThat(written()).isEqualTo(expected.toString());
    }

    @Test
    void allOfABlockIsWrittenAtOnceAndOnce() throws Exception {
        List<Integer> writes = new ArrayList<>();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                writes.add(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writes.add(length);
            }
        };
        block.writeTo(out);
        byte[] long1 = new byte[1_000_000];
        block.add(long1);
        block.add("计\n");
        assertThat(block.size()).isEqualTo(1_000_004);
        block.writeTo(out);
        block.writeTo(out);

        assertThat(writes).containsExactly(1_000_004);
    }

    @Test
    void whatCannotBeWrittenIsForgotten() throws Exception {
        block.add("lost");
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };

        assertThatThrownBy(() -> block.writeTo(full)).hasMessage("full");
        assertThat(written()).isEmpty();
    }
}
