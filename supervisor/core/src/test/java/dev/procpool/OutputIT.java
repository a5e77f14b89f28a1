package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The standard streams of workers. */
@ExtendWith(Leftovers.class)
class OutputIT {

    @Test
    void aFloodOfOutputBlocksNobody() throws Exception {
        int lines = 200_000;
        long[] seen = new long[1];
        try (Pool pool = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> seen[0] += line.length())
                .open()) {
            pool.apply(() -> {
                String line = "y".repeat(99);
                for (int i = 0; i < lines; i++) {
                    System.out.println(line);
                }
                return 0;
            });
        }
        assertThat(seen[0]).isEqualTo(99L * lines);
    }

    @Tag("jdk")
    @Test
    void tasksSeeAnEmptyStdinAndUtf8() throws Exception {
        StringBuilder printed = new StringBuilder();
        try (Pool pool = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> printed.append(line))
                .open()) {
            assertThat(pool.apply(() -> System.in.read())).isEqualTo(-1);
            pool.apply(() -> {
                System.out.println("计算平方的结果是:1");
                return 0;
            });
        }
        assertThat(printed.toString()).contains("计算平方的结果是:1");
    }

    @Test
    void aHundredMegabytesOnOneLineHurtNobody() throws Exception {
        long[] seen = new long[1];
        int[] longest = new int[1];
        try (Pool pool = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> {
                    seen[0] += line.length();
                    longest[0] = Math.max(longest[0], line.length());
                })
                .open()) {
            pool.apply(() -> {
                byte[] block = new byte[1 << 20];
                java.util.Arrays.fill(block, (byte) 'y');
                for (int i = 0; i < 100; i++) {
                    System.out.write(block, 0, block.length);
                }
                System.out.println();
                return 0;
            });
        }
        assertThat(seen[0]).isEqualTo(100L << 20);
        assertThat(longest[0]).isLessThanOrEqualTo(1 << 16);
    }
}
