package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A thousand functions, each of a class of its own: workers keep the classes of a few. */
@ExtendWith(Leftovers.class)
class ManySpacesIT {

    private static final int FUNCTIONS = 1000;

    /** A worker has some hundred classes of its own; those of all functions would be 2000 and their lambdas. */
    private static final int MANY_CLASSES = 600;

    /** The samples of a run differ by some 400 kB of Metaspace. */
    private static final long MANY_BYTES = 1 << 20;

    /** Asked for after this number of functions. */
    private static final int INTERVAL = 50;

    @TempDir
    Path directory;

    /** Loads one class from its file, and leaves all others to the class path. */
    private static final class OneClass extends ClassLoader {

        private final Path files;

        OneClass(Path files) {
            super(OneClass.class.getClassLoader());
            this.files = files;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (var file = getResourceAsStream(name + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public InputStream getResourceAsStream(String name) {
            try {
                return Files.exists(files.resolve(name))
                        ? Files.newInputStream(files.resolve(name))
                        : super.getResourceAsStream(name);
            } catch (IOException e) {
                return null;
            }
        }
    }

    private Path compiled() throws Exception {
        Map<String, String> sources = new TreeMap<>();
        for (int i = 0; i < FUNCTIONS; i++) {
            sources.put("F" + i + ".java", """
                    import dev.procpool.task.TaskFunction;

                    public class F%d {
                        public static TaskFunction<Integer, Integer> get() {
                            return x -> x + %d;
                        }
                    }
                    """.formatted(i, i));
        }
        return PlugIn.compile(directory, sources);
    }

    @SuppressWarnings("unchecked")
    private static TaskFunction<Integer, Integer> function(Path classes, int number) throws Exception {
        return (TaskFunction<Integer, Integer>) Class.forName("F" + number, true, new OneClass(classes))
                .getMethod("get")
                .invoke(null);
    }

    /** The classes that a worker has loaded, and the bytes of Metaspace that it uses for them. */
    private record Loaded(long pid, long classes, long bytes) implements Serializable {

        static Loaded here() {
            System.gc();
            long bytes = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Metaspace"))
                    .map(MemoryPoolMXBean::getUsage)
                    .mapToLong(usage -> usage.getUsed())
                    .sum();
            long classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
            return new Loaded(ProcessHandle.current().pid(), classes, bytes);
        }
    }

    @Test
    @Timeout(120)
    void workersDropTheClassesOfEarlierFunctionsAndAreReplaced() throws Exception {
        Path classes = compiled();
        try (Pool pool = Pool.open(2)) {
            List<Loaded> samples = new ArrayList<>();
            for (int i = 0; i < FUNCTIONS; i++) {
                assertThat(pool.map(function(classes, i), List.of(1, 2))).containsExactly(i + 1, i + 2);
                if (i % INTERVAL == INTERVAL - 1) {
                    samples.add(pool.apply(Loaded::here));
                }
            }

            Loaded early = samples.get(1);
            assertThat(samples)
                    .as("after %s", early)
                    .allMatch(later -> later.bytes() < early.bytes() + MANY_BYTES)
                    .allMatch(later -> later.classes() < early.classes() + MANY_CLASSES);
            assertThat(samples).extracting(Loaded::pid).as("workers").satisfies(pids -> assertThat(Set.copyOf(pids))
                    .hasSizeGreaterThan(4));
        }
    }
}
