package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathEntriesTest {

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void hasJars() throws IOException {
        terminal = Terminal.of(
                InputStream.nullInputStream(),
                new PrintStream(new ByteArrayOutputStream()),
                System.err,
                directory,
                (name, handler) -> {});
        Files.createDirectories(directory.resolve("libs/more"));
        Files.createDirectory(directory.resolve("classes"));
        for (String name : List.of("libs/b.jar", "libs/a.JAR", "libs/readme.txt", "libs/more/c.jar")) {
            Files.createFile(directory.resolve(name));
        }
    }

    private List<String> entries(String... given) {
        return ClassPathEntries.of(Stream.of(given).map(Path::of).toList(), terminal).stream()
                .map(entry -> directory.relativize(entry).toString())
                .toList();
    }

    @Test
    void aStarStandsForTheJarsOfADirectoryAndOfNoneBelowIt() {
        assertThat(entries("classes", "libs/*")).containsExactly("classes", "libs/a.JAR", "libs/b.jar");
        assertThat(entries("libs/more/*", "x.jar")).containsExactly("libs/more/c.jar", "x.jar");
    }

    @Test
    void aStarWithoutAnyJarIsAMistake() {
        for (String star : List.of("*", "classes/*", "no/such/*")) {
            assertThatThrownBy(() -> entries(star))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("--cp: " + star + ": there is no jar");
        }
    }

    @Test
    void aDirectoryOfJarsIsNotOneOfClasses() {
        ClassPathCheck check = new ClassPathCheck(List.of(directory.resolve("libs")));

        assertThatThrownBy(() -> check.requireTask("com.acme.Foo::bar"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("com.acme.Foo is not on the class path")
                .hasMessageEndingWith("/*' stands for the jars in " + directory.resolve("libs"));
    }
}
