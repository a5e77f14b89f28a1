package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The lines of docs/examples/README.md that start a program. They run as written, with the JVM of the test. */
final class ExampleLines {

    /** On a busy machine twelve processes, one after the other, take longer than the bound of a command. */
    private static final long BOUND_SECONDS = 100;

    private static final Page PAGE = Page.of("docs/examples/README.md");
    private static final Pattern LINE = Pattern.compile("`((?:java -cp \\$jar|python3) docs/examples/\\S+)`");
    private static final Pattern JAR = Pattern.compile("^\\$ (jar=(\\S+))$", Pattern.MULTILINE);

    private final Path directory;

    /** @param directory for the output of the programs */
    ExampleLines(Path directory) {
        this.directory = directory;
    }

    /** All lines, in the order of the page. */
    static List<String> all() {
        return LINE.matcher(PAGE.text()).results().map(line -> line.group(1)).toList();
    }

    /** Runs the line of a file below docs/examples; returns what it prints to stdout. */
    List<String> run(String file) throws Exception {
        return end(file).lines();
    }

    /** Runs the line of a file below docs/examples, which has to succeed. */
    Ended end(String file) throws Exception {
        String line = all().stream()
                .filter(candidate -> candidate.endsWith(" docs/examples/" + file))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line for " + file));
        assumeTrue(!line.startsWith("python3") || hasPython(), "needs python3");
        CommandLineProgram program =
                new CommandLineProgram(Files.createDirectories(directory.resolve(file.replace('/', '-'))));
        ProcessBuilder builder = program.command();
        builder.command("bash", "-c", jar() + "\n" + line)
                .directory(Page.repository().toFile());
        builder.environment()
                .merge(
                        "PATH",
                        System.getProperty("java.home") + "/bin",
                        (old, java) -> java + File.pathSeparator + old);
        Process process = builder.start();
        process.getOutputStream().close();
        process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS);
        Ended ended = program.end(process);
        assertThat(ended.exit()).as(line + "\n" + ended.err()).isZero();
        return ended;
    }

    /** The line that sets the variable of the other lines. */
    private static String jar() {
        var jar = JAR.matcher(PAGE.text());
        assertThat(jar.find()).as("a line for the jar").isTrue();
        assumeTrue(Files.exists(Page.repository().resolve(jar.group(2))), "needs the packaged jar");
        return jar.group(1);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
