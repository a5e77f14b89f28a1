package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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

    private static long loaded() {
        System.gc();
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        return classes.getLoadedClassCount();
    }

    @Test
    @Timeout(120)
    void aWorkerDropsTheClassesOfEarlierFunctionsAndIsReplaced() throws Exception {
        Path classes = compiled();
        try (Pool pool = Pool.open(1)) {
            long before = pool.apply(ManySpacesIT::loaded);
            Set<Long> pids = new HashSet<>();
            long most = 0;
            for (int i = 0; i < FUNCTIONS; i++) {
                assertThat(pool.apply(function(classes, i), 1)).isEqualTo(i + 1);
                if (i % 50 == 49) {
                    most = Math.max(most, pool.apply(ManySpacesIT::loaded));
                    pids.add(pool.apply(() -> ProcessHandle.current().pid()));
                }
            }

            assertThat(most).isLessThan(before + MANY_CLASSES);
            assertThat(pids).hasSizeGreaterThan(2);
        }
    }
}
