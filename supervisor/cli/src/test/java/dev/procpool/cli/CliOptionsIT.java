package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Options that say how results are shown, and how workers run. */
class CliOptionsIT {

    private static final int NICENESS = 16;

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    /** The niceness of the process that runs this. */
    public static int niceness(String item) throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICENESS]);
    }

    @Test
    void workersAreAsNiceAsTheyAreAskedToBe() throws Exception {
        String task = CliOptionsIT.class.getName() + "::niceness";
        Ended ended = program.run("", "run", task, "-P", "1", "--nice", "7", ":::", "x");

        assertThat(ended.lines()).as(ended.err()).containsExactly(Integer.toString(niceness("") + 7));
        assertThat(program.run("", "run", task, "--nice", "20", ":::", "x").exit())
                .isEqualTo(2);
    }

    @Test
    void aTagIsBetweenThePidAndTheResult() throws Exception {
        Ended ended = program.run("", "run", "square", "--jobs", "1", "--pid", "--tag", ":::", "3", "4");

        assertThat(ended.lines()).hasSize(2).allMatch(line -> line.matches("\\d+\t(3\t9|4\t16)"));
    }

    @Test
    void eachItemHasAFileOfItsResult() throws Exception {
        Path results = program.directory().resolve("results");
        Ended ended = program.run("", "run", "chaos", "-j", "1", "--results", results.toString(), ":::", "ok", "throw");

        assertThat(ended.exit()).as(ended.err()).isEqualTo(3);
        assertThat(ended.lines()).containsExactly("ok");
        assertThat(results.resolve("0-ok")).hasContent("ok\n");
        assertThat(results.resolve("1-throw")).hasContent("");
        assertThat(Files.readString(results.resolve("1-throw.failed"))).startsWith("ERROR: ");
        assertThat(program.run("", "run", "chaos", "--results", results.toString(), ":::", "ok")
                        .exit())
                .as("the directory is not empty")
                .isEqualTo(2);
    }

    @Test
    void aDryRunShowsTheCallsAndStartsNothing() throws Exception {
        Path results = program.directory().resolve("results");
        Ended ended = program.run("a b\nc\td\n\nx", "run", "sha256", "--dry-run", "--results", results.toString());

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).containsExactly("sha256(a b)", "sha256(c\\td)", "sha256()", "sha256(x)");
        assertThat(results).doesNotExist();
    }

    @Test
    void anOptionOfXargsGetsAHint() throws Exception {
        Ended ended = program.run("", "run", "-I{}", "square");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("-I: {} is always replaced");
    }
}
