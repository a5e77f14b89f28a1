package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands of docs/parallel.md: those of GNU parallel and of procpool print what the page says. */
class TutorialIT {

    private static final int AT_ONCE = 2;
    private static final String FENCE = "```";

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    /**
     * A row whose commands print the same.
     *
     * @param verdict how much of it is the same, and what to know about it
     */
    private record Row(String theirs, String ours, String verdict) {

        /** The row of a line; empty for other lines, and for rows that say why not. */
        static Optional<Row> of(String line) {
            String[] cells = line.split("(?<!\\\\)\\|");
            if (cells.length != 4 || !cells[3].strip().startsWith("the same")) {
                return Optional.empty();
            }
            return Optional.of(new Row(code(cells[1]), code(cells[2]), cells[3].strip()));
        }

        private static String code(String cell) {
            String text = cell.strip();
            assertThat(text).as("one command in a cell").matches("`[^`]+`");
            return text.substring(1, text.length() - 1).replace("\\|", "|");
        }

        boolean isMetBy(Ended their, Ended our) {
            boolean end = verdict.startsWith("the same output") || (their.exit() == 0) == (our.exit() == 0);
            return end && their.out().equals(our.out());
        }
    }

    @Timeout(240)
    @Test
    void commandsThatAreMarkedAsTheSamePrintTheSame() throws Exception {
        BashLine shell = shell();
        Ended version = shell.run("parallel --version; procpool --version", directory("version"));
        assumeTrue(version.out().startsWith("GNU parallel"), "needs GNU parallel");
        String page = Files.readString(page());
        List<Row> rows = page.lines().flatMap(line -> Row.of(line).stream()).toList();

        List<String> differences = differences(rows, shell, page.split(FENCE + "(sh\n)?")[1]);

        assertThat(differences).isEmpty();
        assertThat(rows).as("rows of the page that were run").hasSizeGreaterThan(40);
    }

    private List<String> differences(List<Row> rows, BashLine shell, String preparation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<List<String>>> runs = new ArrayList<>();
            for (Row row : rows) {
                String name = "row" + runs.size();
                runs.add(() -> difference(row, shell, name, preparation));
            }
            List<String> differences = new ArrayList<>();
            for (Future<List<String>> ended : threads.invokeAll(runs)) {
                differences.addAll(ended.get());
            }
            return differences;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> difference(Row row, BashLine shell, String name, String preparation) throws Exception {
        Ended their = shell.run(preparation + row.theirs, directory(name + ".theirs"));
        Ended our = shell.run(preparation + row.ours, directory(name + ".ours"));

        return row.isMetBy(their, our) ? List.of() : List.of(row + "\n" + their + "\n" + our);
    }

    /** A shell in which parallel prints in the order of the items, and leaves nothing in the home directory. */
    private BashLine shell() throws IOException {
        Map<String, String> environment =
                Map.of("PARALLEL", "-k", "PARALLEL_HOME", directory("home").toString(), "PARALLEL_SHELL", "/bin/bash");
        return BashLine.with(directory("installed"), environment);
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(program.directory().resolve(name));
    }

    private static Path page() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/parallel.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/parallel.md");
    }
}
