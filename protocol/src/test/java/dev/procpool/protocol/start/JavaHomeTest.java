package dev.procpool.protocol.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("jdk")
class JavaHomeTest {

    @TempDir
    Path directory;

    private Path home(String release) throws IOException {
        Path java = Files.createFile(
                Files.createDirectories(directory.resolve("bin")).resolve("java"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        if (release != null) {
            Files.writeString(directory.resolve("release"), release);
        }
        return directory;
    }

    @Test
    void theVersionIsThatOfTheReleaseFile() throws Exception {
        JavaHome home = JavaHome.at(home("IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n"));

        assertThat(home.feature()).isEqualTo(25);
        assertThat(home.java()).isEqualTo(directory.toRealPath().resolve("bin/java"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"16.0.2", "11.0.22", "1.8.0_392"})
    void aJdkThatIsTooOldIsRefused(String version) throws Exception {
        Path home = home("JAVA_VERSION=\"" + version + "\"\n");

        assertThatThrownBy(() -> JavaHome.at(home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("javaHome must be a JDK 17 or newer; this one is " + version + ": " + home);
    }

    @Test
    void aDirectoryThatIsNoJdkIsRefused() throws Exception {
        assertThatThrownBy(() -> JavaHome.at(directory.resolve("gone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bin/java: " + directory.resolve("gone"));
        Path home = home(null);
        assertThatThrownBy(() -> JavaHome.at(home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no file 'release'");
    }

    @Test
    void theHomeOfThisJvmIsTheSameHoweverItIsNamed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(System.getProperty("java.home")));

        assertThat(JavaHome.at(link)).isEqualTo(JavaHome.here());
        assertThat(JavaHome.chosen(Optional.empty())).isEqualTo(JavaHome.here());
        assertThat(JavaHome.here().feature()).isEqualTo(Runtime.version().feature());
    }
}
