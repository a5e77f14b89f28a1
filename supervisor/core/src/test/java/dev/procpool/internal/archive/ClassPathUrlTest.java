package dev.procpool.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathUrlTest {

    private static final String NAME = "BOOT-INF/lib/a.jar";

    @TempDir
    Path directory;

    private Path jar;

    @BeforeEach
    void writeAJar() throws Exception {
        jar = Files.writeString(directory.resolve("app.jar"), "content");
    }

    private static Optional<ClassPathUrl> entry(Path file, String nested) {
        return Optional.of(new ClassPathUrl(file, Optional.ofNullable(nested)));
    }

    @Test
    void directoriesAndJarsAreFiles() {
        assertThat(ClassPathUrl.parse(directory.toUri().toString())).isEqualTo(entry(directory, null));
        assertThat(ClassPathUrl.parse("file:" + jar)).isEqualTo(entry(jar, null));
        assertThat(ClassPathUrl.parse("jar:file://" + jar + "!/")).isEqualTo(entry(jar, null));
    }

    @Test
    void bothLoadersOfSpringBootNameJarsWithinAJar() {
        assertThat(ClassPathUrl.parse("jar:file:" + jar + "!/" + NAME + "!/")).isEqualTo(entry(jar, NAME));
        assertThat(ClassPathUrl.parse("jar:nested:" + jar + "/!" + NAME + "!/")).isEqualTo(entry(jar, NAME));
    }

    @Test
    void bothLoadersOfSpringBootNameDirectoriesWithinAJar() {
        String classes = "BOOT-INF/classes";

        assertThat(ClassPathUrl.parse("jar:file:" + jar + "!/" + classes + "!/"))
                .isEqualTo(entry(jar, classes));
        assertThat(ClassPathUrl.parse("jar:nested:" + jar + "/!" + classes + "/!/"))
                .isEqualTo(entry(jar, classes));
    }

    @Test
    void namesAreDecodedAndMayContainWhatSeparates() throws Exception {
        Path odd = Files.createDirectories(directory.resolve("a b!").resolve("!c +"));
        Path copy = Files.copy(jar, odd.resolve("app.jar"));
        String raw = copy.toUri().getRawPath();

        assertThat(ClassPathUrl.parse("jar:file:" + raw + "!/" + NAME + "!/")).isEqualTo(entry(copy, NAME));
        assertThat(ClassPathUrl.parse("jar:nested:" + raw + "/!" + NAME + "!/")).isEqualTo(entry(copy, NAME));
        assertThat(ClassPathUrl.parse("jar:nested:" + copy + "/!lib/1%202.jar!/"))
                .isEqualTo(entry(copy, "lib/1 2.jar"));
    }

    @Test
    void whatIsNoFileIsNoEntry() {
        assertThat(ClassPathUrl.parse("https://example.org/a.jar")).isEmpty();
        assertThat(ClassPathUrl.parse("jrt:/java.base")).isEmpty();
        assertThat(ClassPathUrl.parse("jar:nested:/gone.jar/!a.jar!/")).isEmpty();
    }
}
