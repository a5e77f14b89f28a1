package dev.procpool.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Program} in one jar, as the Maven plugins of Spring Boot and shade make it, in JVMs without flags. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class PackedProgramIT {

    private static final String SQUARES = "[Square[of=1, is=1], Square[of=2, is=4], Square[of=3, is=9]]";
    private static final String LIBRARIES = "libraries CommandLine JsonObject";
    private static final String SEVEN = "Square[of=7, is=49]";
    private static final String CHILD = "child OptionalInt[0]";

    /** What JDK 24 and newer print for Chronicle alone as well. */
    private static final Pattern ABOUT_UNSAFE = Pattern.compile("(?m)^WARNING: .*(sun\\.misc\\.Unsafe|JvmAccess).*\\n");

    @TempDir
    Path directory;

    private static Path packed(String kind) {
        return Path.of(System.getProperty("procpool.packed") + "-" + kind + ".jar");
    }

    private Process start(Path jar, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Djava.io.tmpdir=" + directory,
                        "-jar",
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("CLASSPATH"); // that of the tests
        builder.environment().put("XDG_CACHE_HOME", cache().toString());
        return builder.start();
    }

    private Path cache() {
        return directory.resolve("cache");
    }

    private static List<String> ended(Process process, Path output) throws Exception {
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("ended in time").isTrue();
        String text = ABOUT_UNSAFE.matcher(Files.readString(output)).replaceAll("");
        assertThat(process.exitValue()).as(text).isZero();
        return text.lines().toList();
    }

    private List<String> run(Path jar) throws Exception {
        Path output = directory.resolve("output");
        return ended(start(jar, output), output);
    }

    /** The names of the jars that workers have after those of procpool. */
    private static List<String> classPathOfTheProgram(List<String> lines, Path jar) {
        List<String> names = Arrays.asList(lines.get(1).split(" "));
        return names.subList(names.indexOf(jar.getFileName().toString()), names.size());
    }

    private static void assertPrinted(List<String> lines) {
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo(SQUARES);
        assertThat(lines.get(1)).startsWith("class path ");
        assertThat(lines.subList(2, 5)).containsExactly(LIBRARIES, SEVEN, CHILD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"boot", "boot-classic"})
    void aJarWithJarsInsideHasWorkersWithThemInTheSameOrder(String kind) throws Exception {
        Path jar = packed(kind);

        List<String> lines = run(jar);

        assertPrinted(lines);
        assertThat(lines.get(1))
                .startsWith("class path procpool-protocol-")
                .contains(" procpool-worker-", " procpool-");
        List<String> theirs = new ArrayList<>(List.of(jar.getFileName().toString(), "classes.jar"));
        libraries(jar).filter(name -> name.matches("(asm|picocli|nanojson)-.*")).forEach(theirs::add);
        assertThat(classPathOfTheProgram(lines, jar)).containsExactlyElementsOf(theirs);
        assertThat(theirs).hasSize(5);
    }

    /** The libraries in the order of the index that Spring Boot has written. */
    private static Stream<String> libraries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            String index = new String(
                    zip.getInputStream(zip.getEntry("BOOT-INF/classpath.idx")).readAllBytes());
            return index.lines().map(line -> line.substring(line.lastIndexOf('/') + 1, line.length() - 1));
        }
    }

    @Test
    void aShadedJarHasWorkers() throws Exception {
        List<String> lines = run(packed("shaded"));

        assertPrinted(lines);
        assertThat(lines.get(1)).isEqualTo("class path " + packed("shaded").getFileName());
    }

    @Test
    void programsThatStartAtTheSameTimeUnpackTheSameFilesOnce() throws Exception {
        Path jar = packed("boot");
        List<Process> programs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            programs.add(start(jar, directory.resolve("output-" + i)));
        }

        for (int i = 0; i < 3; i++) {
            assertPrinted(ended(programs.get(i), directory.resolve("output-" + i)));
        }

        List<Path> files = unpacked();
        assertThat(files.stream().map(file -> file.getFileName().toString()))
                .doesNotHaveDuplicates()
                .contains("classes.jar", "lock")
                .noneMatch(name -> name.endsWith(".tmp"));
        assertThat(run(jar)).hasSize(5);
        assertThat(unpacked()).isEqualTo(files);
    }

    private List<Path> unpacked() throws IOException {
        try (Stream<Path> files = Files.walk(cache().resolve("procpool/jars"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void aPathWithSpacesAndPercentSignsIsNoHindrance() throws Exception {
        Path odd = Files.createDirectories(directory.resolve("my program/50% +x"));
        for (String kind : List.of("boot", "boot-classic")) {
            assertPrinted(run(Files.copy(packed(kind), odd.resolve(kind + " 1.jar"))));
        }
    }

    @Test
    void aProgramWhoseCacheDirectoryCannotBeWrittenUnpacksIntoATemporaryOneAndRemovesIt() throws Exception {
        Files.writeString(cache(), "a file, no directory");

        assertPrinted(run(packed("boot")));

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith("procpool"));
        }
    }
}
