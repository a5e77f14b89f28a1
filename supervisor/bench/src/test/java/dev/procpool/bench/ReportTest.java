package dev.procpool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path directory;

    private final Figures figures = new Figures();

    private Report report(Load load) {
        return new Report("a run", 17, Optional.of(25), load, List.of("python9 (Python 9.1)"), figures, List.of());
    }

    @Test
    void theBestFigureIsShownWithItsChunkSize() {
        figures.add(Row.MAP_TEXT, Peer.PROCPOOL, Samples.of(12e6));
        figures.add(Row.MAP_TEXT, Peer.PYTHON_BEST, new Samples(new double[] {5e6, 5.2e6, 4.8e6}, "at 1000"));

        assertThat(report(Load.unknown()).tables())
                .contains("Pool (fork), best chunk size")
                .contains("| 5,000,000 ±4%, at 1000 ");
    }

    @Test
    void theTargetOfARowOfTextComparesWithTheBestChunkSize() {
        figures.add(Row.MAP_TEXT, Peer.PROCPOOL, Samples.of(12e6));
        figures.add(Row.MAP_TEXT, Peer.PROCPOOL_OTHER, Samples.of(10e6));
        figures.add(Row.MAP_TEXT, Peer.PYTHON_BEST, new Samples(new double[] {5e6}, "at default"));

        assertThat(report(Load.unknown()).tables())
                .contains("| ≥ 2.2 × Python's best chunk size | 2.40 × | yes | 2.00 × | **no** |")
                .contains("JDK 17: 1 of 1 targets met.");
    }

    @Test
    void eachGroupOfRowsHasATableWithItsOwnColumns() {
        figures.add(Row.APPLY_HOT, Peer.PP4J, Samples.of(260));
        figures.add(Row.SHELL_1E6, Peer.TOOL, Samples.of(0.25));

        String tables = report(Load.unknown()).tables();

        assertThat(tables.indexOf("**" + Group.CALLS.title() + "**"))
                .isBetween(0, tables.indexOf("**" + Group.SHELL.title() + "**"));
        assertThat(tables).contains("| PP4J |", "| awk, xargs |").doesNotContain(Group.TEXT.title());
    }

    @Test
    void anotherPythonHasAColumnWithItsNameAndVersion() {
        figures.add(Row.MAP_TEXT, Peer.PYTHON_GIVEN_1, Samples.of(1));

        assertThat(report(Load.unknown()).tables()).contains("| python9 (Python 9.1) |");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        figures.add(Row.MAP_TEXT, Peer.PROCPOOL, Samples.of(12e6, 11e6));
        figures.add(Row.MAP_TEXT, Peer.PYTHON_GIVEN_1, new Samples(new double[] {5e6}, "at 100"));
        Report written = report(Load.of(0.7));
        Path file = Files.writeString(directory.resolve("bench.json"), ReportFile.json(written));

        Report read = ReportFile.read(file);

        assertThat(read.tables()).isEqualTo(written.tables());
        assertThat(read.load()).isEqualTo(written.load());
        assertThat(Files.readString(file)).contains("\"quiet\":false");
    }
}
