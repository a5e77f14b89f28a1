package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The map of the design, and the pages below it, name classes and methods that exist. */
class DesignMapTest {

    /** A class, or a method of one, between backticks. Constants of enums have no lower-case letter. */
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([a-z]\\w*))?`");

    private static final int MOST_WORDS = 1_500;

    private static final Map<String, List<JavaClass>> CLASSES = new HashMap<>();

    @BeforeAll
    static void importClasses() {
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.procpool").stream()
                        .filter(type -> !type.isAnonymousClass())
                        .forEach(type -> CLASSES.computeIfAbsent(type.getSimpleName(), name -> new ArrayList<>())
                                .add(type));
    }

    @Test
    void everyClassAndMethodThatThePagesNameExists() throws IOException {
        List<String> unknown = new ArrayList<>();
        int names = 0;
        for (Path page : pages()) {
            for (MatchResult name :
                    NAME.matcher(Files.readString(page)).results().toList()) {
                names++;
                if (!exists(name.group(1), name.group(2))) {
                    unknown.add(page.getFileName() + ": " + name.group());
                }
            }
        }

        assertThat(unknown).isEmpty();
        assertThat(names).as("names found").isGreaterThan(100);
    }

    @Test
    void aNameThatDoesNotExistIsFound() throws IOException {
        assertThat(exists("Engine", "submit")).isTrue();
        assertThat(exists("Engine", "submitTwice")).isFalse();
        assertThat(exists("Motor", null)).isFalse();
        assertThat(exists("MotorTest", null)).isFalse();
    }

    @Test
    void theMapIsShort() throws IOException {
        String map = Files.readString(docs().resolve("design.md"));

        assertThat(map.split("\\s+").length).as("words").isLessThanOrEqualTo(MOST_WORDS);
    }

    private static boolean exists(String type, String method) throws IOException {
        if (isOfTheJdk(type)) {
            return true;
        }
        if (type.endsWith("Test") || type.endsWith("IT") || type.startsWith("Fake")) {
            return hasSource(type);
        }
        List<JavaClass> types = CLASSES.getOrDefault(type, List.of());
        return method == null
                ? !types.isEmpty()
                : types.stream()
                        .flatMap(found -> found.getAllMethods().stream())
                        .anyMatch(found -> found.getName().equals(method)
                                && !found.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static boolean hasSource(String type) throws IOException {
        Path name = Path.of(type + ".java");
        try (Stream<Path> files =
                Files.find(docs().getParent(), 12, (file, attributes) -> name.equals(file.getFileName()))) {
            return files.findAny().isPresent();
        }
    }

    private static boolean isOfTheJdk(String type) {
        return List.of(
                        "ArrayList",
                        "ByteBuffer",
                        "ExecutorService",
                        "List",
                        "Map",
                        "Module",
                        "Process",
                        "Runtime",
                        "Selector",
                        "Serializable",
                        "SimpleDateFormat",
                        "System")
                .contains(type);
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> internals = Files.list(docs().resolve("internals"))) {
            return Stream.concat(Stream.of(docs().resolve("design.md")), internals.sorted())
                    .toList();
        }
    }

    private static Path docs() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/design.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs");
    }
}
