package dev.procpool.bench.crossover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.bench.crossover.Agreement.Disagreement;
import dev.procpool.bench.crossover.Agreement.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void theReportCountsTheCellsInWhichTheLawIsRightAndGivesAReasonForEachOther() {
        assertThat(new Report(Results.result(), "en").agreement())
                .containsExactly(
                        "The law is right within a factor 2 in 3 of 5 cells that have a crossing.",
                        "  not in 1 ms, 1 MB: 5,260 (never), because an item took 1.9 ms in the open pool, and the law says"
                                + " 810 µs: work and transport hinder each other",
                        "  not in 10 ms, 100 B: 201 (>402), because the new pool took 2.1 s besides its items, and S is 1 s");
    }

    @Test
    void aCellAtTheLimitOfTheLawIsNamedAsSuch() {
        Result result = Results.result();
        Cell at = result.cell(10_000, 100);
        Cell near = new Cell(
                10_000,
                100,
                10_000,
                5_000,
                at.virtual(),
                9_000,
                4_500,
                at.firstItem(),
                Crossing.computed(1e9, 10_000, 9_000));

        Agreement agreement = Agreement.of(new Result(
                17, 2, false, true, result.load(), 1, result.law(), List.of(near, result.cell(10_000, 1_000_000))));

        assertThat(agreement.right()).containsExactly(near);
        assertThat(Agreement.of(new Result(17, 2, false, true, result.load(), 1, new Law(1e9, 1.8), List.of(near)))
                        .wrong())
                .extracting(Disagreement::reason)
                .containsExactly(Reason.LIMIT);
    }

    @Test
    void theLastSentenceIsTheAnswerForTasksOfAMillisecond() {
        assertThat(new Report(Results.result(), "en").closing())
                .isEqualTo("Tasks of 1 ms with 100 B each: a new pool is faster than one thread from about 1,500 items"
                        + " on; with the pool already open, from item 2 on.");
        assertThat(new Report(Results.result(), "zh").closing())
                .isEqualTo("1 毫秒的任务，每项 100 字节：约 1,500 项起，新建的池才比串行快；池已打开则从第 2 项起。");
    }

    @Test
    void theFileOfAResultCanBeReadAgain() throws IOException {
        Result result = Results.result();

        assertThat(ResultFile.read(ResultFile.json(result))).isEqualTo(result);
    }

    @Test
    void noLineOfTheReportIsWiderThanATerminalButTheReasons() {
        for (String language : List.of("en", "zh")) {
            assertThat(new Report(Results.result(), language).lines())
                    .filteredOn(line -> !line.startsWith("  "))
                    .allMatch(line -> Texts.width(line) <= 160);
        }
    }
}
