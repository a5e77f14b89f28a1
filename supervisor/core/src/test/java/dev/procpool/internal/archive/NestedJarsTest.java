package dev.procpool.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestedJarsTest {

    private static final String LIBRARY = "BOOT-INF/lib/a.jar";
    private static final String CLASSES = "BOOT-INF/classes";

    @TempDir
    Path directory;

    private Path cache;
    private NestedJars nested;

    @BeforeEach
    void useAnEmptyCache() {
        cache = directory.resolve("cache");
        nested = new NestedJars(new JarCache(cache));
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writeZip(bytes, files);
        return bytes.toByteArray();
    }

    private static void writeZip(OutputStream target, Map<String, byte[]> files) throws IOException {
        ZipOutputStream out = new ZipOutputStream(target);
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            ZipEntry entry = new ZipEntry(file.getKey());
            entry.setTime(1_700_000_000_000L);
            out.putNextEntry(entry);
            out.write(file.getValue());
        }
        out.finish();
    }

    /** An executable jar with a library, and classes of which one has {@code text}. */
    private Path program(String name, String text) throws IOException {
        byte[] library = zip(Map.of("a.txt", bytes(text)));
        Path jar = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar)) {
            writeZip(out, Map.of(LIBRARY, library, CLASSES + "/b/b.txt", bytes(text), "c.txt", bytes("outside")));
        }
        return jar;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Path jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aNestedJarIsCopiedAndADirectoryOfClassesBecomesAJar() throws Exception {
        Path jar = program("app.jar", "one");

        Path library = nested.unpacked(jar, LIBRARY);
        Path classes = nested.unpacked(jar, CLASSES);

        assertThat(library).startsWith(cache).hasFileName("a.jar");
        assertThat(text(library, "a.txt")).isEqualTo("one");
        assertThat(text(classes, "b/b.txt")).isEqualTo("one");
        try (ZipFile zip = new ZipFile(classes.toFile())) {
            assertThat(zip.size()).isEqualTo(1);
        }
    }

    @Test
    void theSameContentIsUnpackedOnceAndOtherContentOfTheSameNameApart() throws Exception {
        Path first = program("first.jar", "one");
        Path library = nested.unpacked(first, LIBRARY);
        Path classes = nested.unpacked(first, CLASSES);

        Path second = program("second.jar", "one");
        Path third = program("third.jar", "two");

        assertThat(nested.unpacked(second, LIBRARY)).isEqualTo(library);
        assertThat(nested.unpacked(second, CLASSES)).isEqualTo(classes);
        assertThat(text(nested.unpacked(third, LIBRARY), "a.txt")).isEqualTo("two");
        assertThat(text(nested.unpacked(third, CLASSES), "b/b.txt")).isEqualTo("two");
        assertThat(text(library, "a.txt")).isEqualTo("one");
    }

    @Test
    void aFileThatWasCutOffIsUnpackedOnceMoreWithTheSameTime() throws Exception {
        Path jar = program("app.jar", "one");
        for (String name : List.of(LIBRARY, CLASSES)) {
            Path file = nested.unpacked(jar, name);
            byte[] whole = Files.readAllBytes(file);
            FileTime time = Files.getLastModifiedTime(file);
            Files.write(file, new byte[] {'P', 'K'});

            assertThat(nested.unpacked(jar, name)).isEqualTo(file);

            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(time);
        }
    }

    @Test
    void nothingUnfinishedIsLeft() throws Exception {
        nested.unpacked(program("app.jar", "one"), LIBRARY);

        assertThat(names(cache)).noneMatch(name -> name.startsWith("unfinished"));
    }

    @Test
    void filesThatWereNotUsedForAMonthAreRemovedByTheNextProgram() throws Exception {
        Path old = nested.unpacked(program("old.jar", "old"), LIBRARY);
        Path recent = nested.unpacked(program("recent.jar", "recent"), LIBRARY);
        Path unfinished = Files.createFile(cache.resolve("unfinished-1.tmp"));
        setAge(old.getParent(), Duration.ofDays(31));
        setAge(unfinished, Duration.ofHours(2));

        Path copy = directory.resolve("copy");
        copy(cache, copy); // the first program holds the lock of the cache
        new NestedJars(new JarCache(copy)).unpacked(program("new.jar", "new"), LIBRARY);

        assertThat(copy.resolve(cache.relativize(old))).doesNotExist();
        assertThat(copy.resolve(cache.relativize(recent))).exists();
        assertThat(copy.resolve("unfinished-1.tmp")).doesNotExist();
    }

    @Test
    void aFileThatIsUsedAgainIsKept() throws Exception {
        Path jar = program("old.jar", "old");
        Path old = nested.unpacked(jar, LIBRARY);
        setAge(old.getParent(), Duration.ofDays(31));

        nested.unpacked(jar, LIBRARY);

        assertThat(Files.getLastModifiedTime(old.getParent()).toInstant())
                .isAfter(Instant.now().minus(Duration.ofDays(1)));
    }

    @Test
    void aCacheWhoseNameAClassPathCannotHaveIsReplacedByATemporaryDirectory() throws Exception {
        NestedJars elsewhere = new NestedJars(new JarCache(directory.resolve("a:b")));

        Path library = elsewhere.unpacked(program("app.jar", "one"), LIBRARY);

        assertThat(library.toString()).doesNotContain(":");
        assertThat(text(library, "a.txt")).isEqualTo("one");
    }

    @Test
    void aCacheOfAUserWithoutAHomeIsReplacedByATemporaryDirectory() throws Exception {
        Path homeless = ArchiveFile.directory("relative", "?").resolve("jars");

        Path library = new NestedJars(new JarCache(homeless)).unpacked(program("app.jar", "one"), LIBRARY);

        assertThat(homeless).isEqualTo(Path.of("?/.cache/procpool/jars")).doesNotExist();
        assertThat(library).isAbsolute();
        assertThat(text(library, "a.txt")).isEqualTo("one");
    }

    private static void setAge(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }

    /** Copies a directory with the times of what is in it. */
    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path path : all) {
            Files.copy(path, to.resolve(from.relativize(path)));
        }
        for (Path path : all) {
            Files.setLastModifiedTime(to.resolve(from.relativize(path)), Files.getLastModifiedTime(path));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }
}
