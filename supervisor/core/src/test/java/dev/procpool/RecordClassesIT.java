package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A record of a class that the other side lacks, or has otherwise, or refuses, is the failure of its item. */
@ExtendWith(Leftovers.class)
@Timeout(120)
class RecordClassesIT {

    record Price(int cents) {}

    record Secret(Hidden hidden) {}

    enum Hidden {
        ONE
    }

    /** The worker's own order, for "there"; else the argument. */
    private static final TaskFunction<Object, Object> ORDER = x ->
            x.equals("there") ? Class.forName("acme.Order").getConstructors()[0].newInstance(3.5) : x;

    @Test
    @Tag("jdk")
    void aClassThatIsNotTheSameIsRefusedOnBothSides(@TempDir Path directory) throws Exception {
        Path here = compiled(directory.resolve("here"), "public record Order(int id) {}");
        Path there = compiled(directory.resolve("there"), "public record Order(double id) {}");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader orders = new URLClassLoader(new URL[] {here.toUri().toURL()}, before)) {
            thread.setContextClassLoader(orders);
            Object order = orders.loadClass("acme.Order").getConstructors()[0].newInstance(3);
            try (Pool pool = Pool.builder().processes(1).classPath(there).open()) {
                Results<Outcome<Object>> outcomes = pool.outcomes(ORDER, List.of(order, "x", "there"));

                for (Outcome<Object> outcome : outcomes) {
                    switch ((int) outcome.index()) {
                        case 0 ->
                            assertThat(outcome.failure())
                                    .isInstanceOf(ArgumentUnreadableException.class)
                                    .hasMessageEndingWith("class acme.Order is not the same on both sides: here it has"
                                            + " the field acme.Order.id of type double of a record, and there the"
                                            + " field acme.Order.id of type int of a record");
                        case 1 -> assertThat(outcome.get()).isEqualTo("x");
                        default ->
                            assertThat(outcome.failure())
                                    .isInstanceOf(ResultSerializationException.class)
                                    .hasMessageContaining("here it has the field acme.Order.id of type int");
                    }
                }
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Path compiled(Path directory, String type) throws Exception {
        Path source = Files.createDirectories(directory).resolve("Order.java");
        Files.writeString(source, "package acme;\n" + type);
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, System.out, System.err, "-d", directory + "", source + ""))
                .isZero();
        return directory;
    }

    @Test
    void resultsMayContainAllowedClassesOnly() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .allowResultClasses(Price.class.getName(), Secret.class.getName())
                .open()) {
            List<Price> prices = List.of(new Price(1), new Price(2));

            assertThat(pool.map((Price x) -> x, prices)).isEqualTo(prices);
            assertThatThrownBy(() -> pool.map((Price x) -> new Secret(null), prices))
                    .isInstanceOf(ResultSerializationException.class)
                    .hasMessageContaining(
                            "class " + Hidden.class.getName() + " is not among the classes that are allowed here");
            assertThat(pool.map((Price x) -> (Object) null, prices)).containsOnlyNulls();
        }
        try (Pool pool = Pool.builder().processes(1).allowResultClasses().open()) {
            assertThatThrownBy(() -> pool.apply((Integer x) -> new Price(x), 1))
                    .isInstanceOf(ResultSerializationException.class)
                    .hasMessageContaining(
                            "class " + Price.class.getName() + " is not among the classes that are allowed here");
            assertThat(pool.apply((Integer x) -> String.format(Locale.ROOT, "%d", x), 1))
                    .isEqualTo("1");
        }
    }
}
