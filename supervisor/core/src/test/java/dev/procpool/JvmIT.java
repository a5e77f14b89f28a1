package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Three other JVMs: one that may not do without flags, one with the wrong version, and one that runs the README. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class JvmIT {

    private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    private record Ended(int exit, String output) {}

    private Ended java(List<String> flags, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(flags);
        command.addAll(List.of("-cp", directory + ":" + System.getProperty("java.class.path")));
        command.addAll(Arrays.asList(words));
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("ended in time").isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static List<String> ourFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--add-") || a.startsWith("--sun-misc") || a.startsWith("-Dslf4j"))
                .toList();
    }

    /** A program of a user. */
    static final class OpensAPool {

        public static void main(String[] args) {
            Pool.open(1).close();
        }
    }

    @Test
    void aJvmWithoutTheFlagsThatMayNotOpenPackagesIsToldWhichLineToAdd() throws Exception {
        Ended ended = java(List.of("-Ddev.procpool.opens=never"), OpensAPool.class.getName());
        assertThat(ended.exit()).isNotZero();
        assertThat(ended.output())
                .contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "Add-Opens:", "opens=never");
    }

    @Test
    void aWorkerOfAnotherVersionLeavesWithANamedCodeAndAMessage() throws Exception {
        Ended ended = java(
                ourFlags(),
                "dev.procpool.worker.WorkerMain",
                directory.toString(),
                "1",
                "1",
                "1",
                Integer.toString(8 << 20),
                "1000",
                "999",
                "abc");
        assertThat(ended.exit()).isEqualTo(101);
        assertThat(ended.output()).contains("the supervisor speaks protocol 999", "same versions");
        assertThat(new ExitReport(1, 1, 1, 101, false, List.of(), null, null).describe())
                .contains("different versions");

        assertThat(java(ourFlags(), "dev.procpool.worker.WorkerMain", "x").exit())
                .isEqualTo(100);
    }

    @Test
    void theReadmeCompilesAndRuns() throws Exception {
        List<String> snippets = SNIPPET.matcher(Files.readString(readme()))
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(2);
        StringBuilder source = new StringBuilder(
                "import dev.procpool.*;\nimport java.time.*;\nimport java.util.*;\npublic class Readme {\n"
                        + "  public static void main(String[] args) throws Exception {\n");
        snippets.forEach(snippet -> source.append("{\n").append(snippet).append("}\n"));
        Path file = Files.writeString(directory.resolve("Readme.java"), source + "  }\n}\n");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, System.out, System.err, "-cp", System.getProperty("java.class.path"), file.toString());
        assertThat(compiled).isZero();

        Ended ended = java(ourFlags(), "Readme");

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains(" 20\n", "ArithmeticException: / by zero");
        assertThat(Pattern.compile("(?m)^\\d+$")
                        .matcher(ended.output())
                        .results()
                        .map(MatchResult::group))
                .as("the pid of the child process")
                .hasSize(1);
    }

    private static Path readme() throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("README.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("README.md");
    }
}
