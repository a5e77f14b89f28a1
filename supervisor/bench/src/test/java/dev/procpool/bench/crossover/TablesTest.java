package dev.procpool.bench.crossover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TablesTest {

    private final Tables english = new Tables(Results.result(), Texts.in("en"));
    private final Tables chinese = new Tables(Results.result(), Texts.in("zh"));

    @Test
    void theCrossingsHaveARowForEachWorkAndAColumnForEachPayload() {
        assertThat(english.crossings())
                .containsExactly(
                        "work   100 B              1 MB           law (measured)",
                        "10 µs  303,000 (250,000)  never (never)",
                        "1 ms   2,010 (1,500)      5,260 (never)",
                        "10 ms  201 (>402)         214 (~250)");
    }

    @Test
    void aChineseCharacterTakesTwoColumns() {
        assertThat(chinese.crossings())
                .containsExactly(
                        "计算     100 字节           1 MB          公式（实测）",
                        "10 微秒  303,000 (250,000)  永不 (永不)",
                        "1 毫秒   2,010 (1,500)      5,260 (永不)",
                        "10 毫秒  201 (>402)         214 (~250)");
    }

    @Test
    void theOthersAreToldInTimesFasterThanOneThread() {
        assertThat(english.timesFaster())
                .containsExactly(
                        "work   payload  one thread  threads  virtual threads  open pool  from item",
                        "10 µs  100 B    10 µs       1.90x    needs Java 21    1.49x      64",
                        "10 µs  1 MB     10 µs       1.90x    needs Java 21    0.032x     never",
                        "1 ms   100 B    1 ms        1.90x    needs Java 21    1.96x      2",
                        "1 ms   1 MB     1 ms        1.90x    needs Java 21    0.53x      never",
                        "10 ms  100 B    10 ms       1.90x    1.50x            2.00x      2",
                        "10 ms  1 MB     10 ms       1.90x    1.50x            1.67x      4");
    }
}
