package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands of docs/questions.md print what the page says, but for numbers, and for the number of equal lines. */
class QuestionsIT {

    private static final String PROMPT = "$ ";
    private static final String START = "exec 2>&1; PATH=" + System.getProperty("java.home") + "/bin:$PATH; ";
    private static final String JAR =
            Path.of("target/procpool/procpool.jar").toAbsolutePath().toString();

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    private BashLine shell;

    /** A command of the page and the lines below it. */
    private record Step(String command, List<String> printed) {}

    @BeforeEach
    void installs() throws Exception {
        shell = BashLine.with(program.directory().resolve("installed"), Map.of("jar", JAR));
        shell.run("procpool --version", directory("version")); // the first line makes the start-up archive, and says so
    }

    @Test
    @Timeout(300)
    void everyCommandPrintsWhatThePageSays() throws Exception {
        List<String> differences = new ArrayList<>();
        int commands = 0;
        Path directory = directory("documents");
        Files.createSymbolicLink(directory.resolve("docs"), Page.repository().resolve("docs"));
        for (String block : Page.of("docs/questions.md").blocks()) {
            if (!block.contains("convert")) {
                commands += run(block, directory, differences);
            }
        }

        assertThat(differences).isEmpty();
        assertThat(commands).as("commands that were run").isGreaterThanOrEqualTo(8);
    }

    @Test
    void picturesAreConvertedAsThePageSays() throws Exception {
        Path pictures = directory("pictures");
        Ended made = shell.run("convert rose: rose.png && convert granite: granite.png", pictures);
        assumeTrue(made.exit() == 0, "needs ImageMagick");
        List<String> differences = new ArrayList<>();
        for (String block : Page.of("docs/questions.md").blocks()) {
            if (block.contains("convert")) {
                run(block, pictures, differences);
            }
        }

        assertThat(differences).isEmpty();
        try (var files = Files.list(pictures)) {
            assertThat(files).hasSize(6);
        }
    }

    private int run(String block, Path directory, List<String> differences) throws Exception {
        List<Step> steps = steps(block);
        for (Step step : steps) {
            Ended ended = shell.run(START + step.command, directory);
            if (!kinds(ended.lines()).equals(kinds(step.printed))) {
                differences.add(step + "\n" + ended);
            }
        }
        return steps.size();
    }

    private static List<Step> steps(String block) {
        List<Step> steps = new ArrayList<>();
        for (String line : block.lines().toList()) {
            if (line.startsWith(PROMPT)) {
                steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
            } else {
                steps.get(steps.size() - 1).printed.add(line);
            }
        }
        return steps;
    }

    /** The lines that differ in more than numbers, units and lists of numbers. */
    private static Set<String> kinds(List<String> lines) {
        Set<String> kinds = new LinkedHashSet<>();
        for (String line : lines) {
            kinds.add(line.strip()
                    .replaceAll("\\d+(\\.\\d+)?(ms|s\\b)", "TIME")
                    .replaceAll("\\d+", "N")
                    .replaceAll("\\[N(, N)*\\]", "[N]"));
        }
        return kinds;
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(program.directory().resolve(name));
    }
}
