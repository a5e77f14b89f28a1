package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class JvmArgumentsTest {

    @TempDir
    Path directory;

    private List<String> commandLine(String... userOptions) throws Exception {
        return JvmArguments.of(
                        Optional.of("64m"),
                        List.of(userOptions),
                        Map.of("key", "value"),
                        List.of(Path.of("/x/user.jar")))
                .commandLine(Optional.empty(), directory.resolve("args"), "Main", List.of("argument"));
    }

    @Test
    void theUsersOptionsComeLastAndTheMainClassAfterThem() throws Exception {
        List<String> words = commandLine("-Xmx1g");
        assertThat(words.subList(words.indexOf("-Xmx1g"), words.size()))
                .containsExactly("-Xmx1g", "@" + directory.resolve("args"), "Main", "argument");
        assertThat(words).contains("-Xmx64m", "-Dkey=value", "-XX:+UseSerialGC");
        assertThat(words).anyMatch(w -> w.startsWith(System.getProperty("java.home")));
    }

    @Test
    void aLowerPriorityIsTheFirstWordsAndTheChildLeadsASessionAllTheSame() throws Exception {
        JvmArguments usual = JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of());
        List<String> words =
                usual.with(7).commandLine(Optional.empty(), directory.resolve("args"), "Main", List.of("argument"));
        List<String> usualWords =
                usual.commandLine(Optional.empty(), directory.resolve("args"), "Main", List.of("argument"));

        assertThat(words.get(0)).endsWith("/nice");
        assertThat(words.subList(1, 3)).containsExactly("-n", "7");
        assertThat(words.subList(3, words.size())).isEqualTo(usualWords);
        assertThat(usual.with(0).commandLine(Optional.empty(), directory.resolve("args"), "Main", List.of("argument")))
                .isEqualTo(usualWords);
    }

    @Test
    void aCollectorOfTheUserReplacesOurs() throws Exception {
        assertThat(commandLine("-XX:+UseParallelGC")).doesNotContain("-XX:+UseSerialGC");
    }

    @Test
    void anIdleWorkerWakesOnceASecondNotFourTimes() throws Exception {
        assumeThat(Runtime.version().feature()).isLessThanOrEqualTo(25); // later ones may not know the option
        List<String> words = commandLine();
        assertThat(words.indexOf("-XX:AsyncDeflationInterval=1000"))
                .isGreaterThan(words.indexOf("-XX:+UnlockDiagnosticVMOptions"));
        assertThat(words).contains("-XX:+UnlockDiagnosticVMOptions");
    }

    @Test
    void ourJarsComeFirstThenTheUsersAndSlf4jLast() throws Exception {
        commandLine();
        String argument = Files.readAllLines(directory.resolve("args")).get(1);
        List<String> entries =
                List.of(argument.substring(1, argument.length() - 1).split(File.pathSeparator));
        assertThat(entries.get(0)).contains("protocol");
        assertThat(entries.get(1)).contains("worker");
        assertThat(entries).contains("/x/user.jar").doesNotHaveDuplicates();
        assertThat(entries.get(entries.size() - 1)).contains("slf4j-api");
    }
}
