package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of the demos, as a learner copies and runs them. */
@Tag("jdk")
class DemoProgramsIT {

    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Pattern CLASS = Pattern.compile("^public (?:final )?class (\\w+)", Pattern.MULTILINE);

    /** Lines that a program prints, by the name of its demo. */
    private static final Map<String, List<String>> LINES = Map.of(
            "squares", List.of("this program: pid \\d+", "1 by pid \\d+", "10000 by pid \\d+"),
            "order",
                    List.of(
                            "  map: +\\[4 after (\\d+) ms, 3 after \\1 ms, 2 after \\1 ms, 1 after \\1 ms]",
                            "  imap: +\\[1 after \\d+ ms, 4 after \\d+ ms, 2 after \\d+ ms, 3 after \\d+ ms]"),
            "join",
                    List.of(
                            "without join: \\[hello, I'm the process with id: 0], active after start: \\[\\d+]",
                            "with join: \\[I'm the process with id: 0, hello], active after join: \\[]",
                            "run\\(\\) ran in: pid \\d+"),
            "counter",
                    List.of(
                            "threads, a plain int: [1-3]?\\d{1,6} of 4000000 in round \\d+",
                            "threads, an AtomicInteger: 4000",
                            "workers, the AtomicInteger of each: \\[1000, 1000, 1000, 1000]",
                            "and here, afterwards: 0"),
            "blast",
                    List.of(
                            "exit: pid \\d+ ended with 7 ",
                            "halt: pid \\d+ ended with 9 ",
                            "oom: pid \\d+ ended with 3 ",
                            "segv: pid \\d+ ended with 134 SIGSEGV",
                            "the neighbour: done",
                            "stack: pid \\d+ goes on after java.lang.StackOverflowError",
                            "exit in a thread: its JVM ended with 7",
                            "the thread beside it: \\[begun]"),
            "runaway",
                    List.of(
                            "thread: cancel\\(true\\) returned true",
                            "process: pid \\d+ was killed after \\d+ ms",
                            "its loop was at .*Runaway.loop\\(Runaway.java:\\d+\\)",
                            "in its place: pid \\d+",
                            "its neighbour: done"),
            "supervise",
                    List.of(
                            "the worker is pid \\d+, after a pause of 0 ms",
                            "the pool gave up: more than 3 workers died .*",
                            "killed: pid \\d+, with workers \\[\\d+, \\d+]",
                            "left of them after \\d+ ms: 0"));

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    static Stream<String> demos() {
        return DemoCommand.names().stream().filter(name -> !name.equals("all"));
    }

    private Ended java(String main) throws Exception {
        ProcessBuilder command = program.command();
        command.command(System.getProperty("java.home") + "/bin/java", "-cp", CLASS_PATH, main);
        return program.end(command, new byte[0]);
    }

    @ParameterizedTest
    @MethodSource("demos")
    void theSourceCompilesWithoutWarningsAndRunsAsAFile(String demo) throws Exception {
        String source = program.run("", "demo", demo, "--source").out();
        String name = CLASS.matcher(source).results().findFirst().orElseThrow().group(1);
        Path file = Files.writeString(program.directory().resolve(name + ".java"), source);
        assertCompiles(file);

        Ended ended = java(file.toString());

        assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.lines()).isNotEmpty();
        for (String line : LINES.getOrDefault(demo, List.of())) {
            assertThat(ended.lines()).as(ended.err()).anyMatch(printed -> printed.matches(line));
        }
    }

    private void assertCompiles(Path file) {
        String classes = program.directory().resolve("classes").toString();
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-Xlint:all,-path",
                                "-Werror",
                                "-proc:none",
                                "-cp",
                                CLASS_PATH,
                                "-d",
                                classes,
                                file.toString()))
                .isZero();
    }

    @Test
    void theCompiledProgramRunsByItsName() throws Exception {
        Ended ended = java("demos.Squares");

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.lines()).hasSize(101);
    }
}
