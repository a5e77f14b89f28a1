package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionWordsTest {

    @TempDir
    Path directory;

    @Test
    void quotesMayBeAnywhereInAWord() {
        assertThat(OptionWords.split(" -Da='b c'  \"-XX:+UseG1GC\" -D\"d e\"=f\t-g "))
                .containsExactly("-Da=b c", "-XX:+UseG1GC", "-Dd e=f", "-g");
    }

    @Test
    void wordsOfFilesStandInPlaceOfTheirNames() throws Exception {
        Path file = Files.writeString(directory.resolve("options"), "# -Xmx1g\n-XX:+UseZGC\n'-Da=b c'\n");

        assertThat(OptionWords.ofVariables(Map.of("JDK_JAVA_OPTIONS", "-ea @" + file)))
                .containsExactly("-ea", "-XX:+UseZGC", "-Da=b c");
        assertThat(OptionWords.ofVariables(Map.of("_JAVA_OPTIONS", "-XX:VMOptionsFile=" + file)))
                .containsExactly("-XX:+UseZGC", "-Da=b c");
    }

    @Test
    void aFileThatCannotBeReadHasNoWords() {
        assertThat(OptionWords.withThoseInFiles(List.of("@" + directory.resolve("none"), "-ea")))
                .containsExactly("-ea");
    }

    @Test
    void agentsInAFileAreNotInherited() throws Exception {
        Path file = Files.writeString(directory.resolve("options"), "-javaagent:a.jar\n-Da=b\n-Xmx1g\n");

        assertThat(ToolOptions.inherited("-XX:VMOptionsFile=" + file + " -XX:ActiveProcessorCount=7"))
                .containsExactly("-Da=b");
    }

    @Test
    void agentsInAVariableThatChildrenReadByThemselvesAreTakenOut() throws Exception {
        Path file = Files.writeString(directory.resolve("options"), "-agentpath:a.so\n-Xint\n");
        String odd = "-Da=\"it's\" -Dc='say \"x\"' -Dd=\"it's\"'\"y\"'";

        String left = ToolOptions.withoutAgents(
                "JDK_JAVA_OPTIONS", "-agentlib:jdwp=server=y,address=5005 " + odd + " -Xmx1g @" + file);

        assertThat(OptionWords.split(left))
                .containsExactly("-Da=it's", "-Dc=say \"x\"", "-Dd=it's\"y\"", "-Xmx1g", "-Xint");
        assertThat(ToolOptions.withoutAgents("_JAVA_OPTIONS", odd)).isEqualTo(odd);
        assertThat(ToolOptions.withoutAgents("_JAVA_OPTIONS", "-Xdebug")).isNull();
    }
}
