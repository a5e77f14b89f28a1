package dev.procpool.protocol.codec.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
@Timeout(280)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OracleTest {

    private final List<Class<?>> classes = RuntimeImage.serializableClasses();
    private final Zoo zoo = new Zoo();
    private final TreeMap<String, String> refused = new TreeMap<>();
    private final TreeSet<String> changed = new TreeSet<>();

    @BeforeAll
    void makeInstances() {
        zoo.fill(classes);
    }

    @Test
    void everySerializableClassOfTheJdkArrivesAsByJavaSerializationOrIsRefused() {
        Comparing comparing = new Comparing(OracleTest.class.getClassLoader());
        TreeSet<String> unmade = new TreeSet<>();
        for (Class<?> type : classes) {
            if (zoo.of(type).isEmpty()) {
                unmade.add(type.getName());
            }
            zoo.of(type).forEach(object -> comparing.compare(type.getName(), object, changed, refused));
        }

        report(classes.size() + " classes, not made: " + unmade);
        assertThat(changed).isEmpty();
        assertThat(unmade).hasSizeLessThan(classes.size() / 10);
    }

    @Test
    void theSameInArraysRecordsFieldsMapsAndCycles() {
        Comparing comparing = new Comparing(OracleTest.class.getClassLoader());
        for (Class<?> type : classes) {
            zoo.of(type).stream()
                    .filter(object -> !refused.containsKey(type.getName()))
                    .limit(2)
                    .flatMap(object -> Wrapped.ofEachKind(object).stream())
                    .forEach(wrapped -> comparing.compare(
                            type.getName() + " in " + wrapped.getClass().getTypeName(), wrapped, changed, refused));
        }

        report("in other objects");
        assertThat(changed).isEmpty();
    }

    @Test
    void aSubclassOfEachKeepsItsFields(@TempDir Path directory) {
        List<Class<?>> subclasses = Subclasses.of(classes, directory);
        zoo.fill(subclasses);
        Comparing comparing = new Comparing(subclasses.get(0).getClassLoader());
        List<Class<?>> unmade = new ArrayList<>();
        for (Class<?> type : subclasses) {
            if (zoo.of(type).isEmpty()) {
                unmade.add(type.getSuperclass());
            }
            zoo.of(type).stream()
                    .limit(3)
                    .forEach(object -> comparing.compare(
                            "subclass of " + type.getSuperclass().getName(), object, changed, refused));
        }

        report(subclasses.size() + " subclasses, not made: " + unmade);
        assertThat(changed).isEmpty();
        assertThat(unmade).hasSizeLessThan(subclasses.size() / 10);
    }

    /** The lists of docs/failures.md: {@code -Dprocpool.oracle.report=true}. */
    private void report(String title) {
        if (Boolean.getBoolean("procpool.oracle.report")) {
            System.out.println(Runtime.version() + ": " + title + "\nrefused: " + refused.size());
            refused.forEach((name, reason) -> System.out.println("  " + name + ": " + reason));
        }
    }
}
