package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Functions, items and results of classes that workers have not got: they are sent along. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ShippedClassesIT {

    private static final String GEOMETRY = """
            package plug;

            import dev.procpool.*;
            import dev.procpool.task.*;
            import java.util.*;
            import java.util.function.Function;

            public final class Geometry implements Function<Pool, Object> {
                record Point(int x, int y) {}
                record Named<T>(String name, T value) {}
                enum Shape {
                    CIRCLE { int area(int r) { return 3 * r * r; } },
                    SQUARE { int area(int r) { return Sibling.square(r); } };
                    abstract int area(int r);
                }
                interface Step extends TaskFunction<Integer, Integer> {}
                static final class Add implements Step {
                    final int more;
                    Add(int more) { this.more = more; }
                    public Integer apply(Integer x) { return x + more; }
                }

                @Override
                public Object apply(Pool pool) {
                    try {
                        int offset = 7;
                        List<Object> all = new ArrayList<>();
                        all.add(pool.map((Integer x) -> Sibling.square(x) + offset, List.of(1, 2, 3)));
                        all.add(pool.map((Integer x) -> new Point(x, -x), List.of(1, 2, 3)));
                        all.add(pool.map((Point p) -> Shape.values()[p.x() % 2].area(p.y()),
                                List.of(new Point(0, 4), new Point(1, 4))));
                        all.add(pool.map(new Add(3), List.of(1, 2)));
                        all.add(pool.map(Sibling::square, List.of(5)));
                        all.add(pool.apply(() -> new Named<>("circle", Shape.CIRCLE)));
                        all.add(pool.apply((Integer a, Point b) -> a + b.x(), 1, new Point(2, 3)));
                        all.add(pool.map(Objects::toString, List.of(new Point(8, 9), Shape.SQUARE, Optional.of(3))));
                        all.add(pool.map((Object o) -> o, List.of(new Point[] {new Point(1, 2)})).get(0).getClass());
                        try (Results<Object> results = pool.imap((Object x) -> x, List.of(new Point(1, 1), "text"))) {
                            results.forEach(all::add);
                        }
                        return all;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    private static final String SIBLING = """
            package plug;

            class Sibling {
                static int square(int x) { return x * x; }
            }
            """;

    @TempDir
    Path directory;

    private PlugIn geometry() throws Exception {
        return PlugIn.of(PlugIn.compile(directory, Map.of("Geometry.java", GEOMETRY, "Sibling.java", SIBLING)));
    }

    @Test
    void aProgramOfAnotherClassLoaderHasTheResultsOfThreads() throws Exception {
        try (PlugIn plugIn = geometry();
                Pool threads = Pool.ofThreads(2);
                Pool pool = Pool.open(2)) {
            Object serial = plugIn.call("plug.Geometry", threads);

            assertThat(plugIn.<Object>call("plug.Geometry", pool)).isEqualTo(serial);
            assertThat(plugIn.<Object>call("plug.Geometry", pool)).isEqualTo(serial);
        }
    }

    @Test
    void aWorkerThatReplacesAnotherOneGetsTheClassesToo() throws Exception {
        try (PlugIn plugIn = geometry();
                Pool threads = Pool.ofThreads(2);
                Pool pool = Pool.open(1)) {
            Object serial = plugIn.call("plug.Geometry", threads);
            assertThat(plugIn.<Object>call("plug.Geometry", pool)).isEqualTo(serial);

            ProcessHandle.of(pool.workers().get(0).pid()).orElseThrow().destroyForcibly();

            assertThat(plugIn.<Object>call("plug.Geometry", pool)).isEqualTo(serial);
        }
    }

    private static final String BY_NAME = """
            package plug;

            import dev.procpool.*;
            import java.util.function.Function;

            public final class ByName implements Function<Tasks, Object> {
                @Override
                public Object apply(Tasks pool) {
                    try {
                        return pool.apply((String name) -> Class.forName(name).getName(), "plug.Sibling");
                    } catch (Exception e) {
                        return e;
                    }
                }
            }
            """;

    @Test
    void aClassThatIsFoundByItsNameOnlyIsSentWhenTheOptionsSaySo() throws Exception {
        try (PlugIn plugIn =
                        PlugIn.of(PlugIn.compile(directory, Map.of("ByName.java", BY_NAME, "Sibling.java", SIBLING)));
                Pool pool = Pool.open(1)) {
            Object missing = plugIn.call("plug.ByName", pool);
            assertThat(missing).isInstanceOf(TaskException.class);
            assertThat(((TaskException) missing).getCause())
                    .isInstanceOf(ClassNotFoundException.class)
                    .hasMessageContaining("plug.Sibling: ")
                    .hasMessageContaining("TaskOptions.ship");

            TaskOptions options =
                    TaskOptions.builder().ship(plugIn.type("plug.Sibling")).build();
            Object found = plugIn.call("plug.ByName", pool.with(options));

            assertThat(found).isEqualTo("plug.Sibling");
        }
    }

    @Test
    void aClassWithoutAClassFileIsNamed() throws Exception {
        Path classes = PlugIn.compile(directory, Map.of("Geometry.java", GEOMETRY, "Sibling.java", SIBLING));
        try (PlugIn plugIn = PlugIn.withoutFiles(classes);
                Pool pool = Pool.open(1)) {
            assertThatThrownBy(() -> plugIn.call("plug.Geometry", pool))
                    .isInstanceOf(ArgumentSerializationException.class)
                    .hasMessageContaining("workers lack the class plug.Geometry, and it cannot be sent")
                    .hasMessageContaining("plug/Geometry.class");
        }
    }

    @Test
    void classesBeyondTheLimitOfPayloadsAreRefused() throws Exception {
        try (PlugIn plugIn = geometry();
                Pool pool = Pool.builder().processes(1).maxPayload(4096).open()) {
            assertThatThrownBy(() -> plugIn.call("plug.Geometry", pool))
                    .isInstanceOf(ArgumentSerializationException.class)
                    .hasMessageContaining("more than 4096: PoolBuilder.maxPayload sets the limit");
        }
    }

    /** Two versions of a class are in one worker at a time, and each function has its own. */
    @Test
    void anotherVersionOfAClassIsAnotherSpace() throws Exception {
        Path classes = PlugIn.compile(directory, Map.of("Geometry.java", GEOMETRY, "Sibling.java", SIBLING));
        Path others = PlugIn.compile(
                directory, Map.of("Geometry.java", GEOMETRY, "Sibling.java", SIBLING.replace("x * x", "x + x")));
        try (PlugIn first = PlugIn.of(classes);
                PlugIn second = PlugIn.of(others);
                PlugIn again = PlugIn.of(classes);
                Pool pool = Pool.open(1)) {
            assertThat(first.<Object>call("plug.Geometry", pool).toString()).startsWith("[[8, 11, 16], ");
            assertThat(second.<Object>call("plug.Geometry", pool).toString()).startsWith("[[9, 11, 13], ");
            assertThat(again.<Object>call("plug.Geometry", pool).toString()).startsWith("[[8, 11, 16], ");
        }
    }

    private static final String NESTED = """
            package plug;

            import dev.procpool.*;
            import java.util.function.Function;

            public final class Nested implements Function<Pool, Object> {
                @Override
                public Object apply(Pool pool) {
                    try {
                        return pool.apply((Integer x) -> {
                            try (Pool inner = Pool.open(1)) {
                                return inner.apply((Integer y) -> Sibling.square(y), x) + 1;
                            }
                        }, 6);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    @Test
    void aPoolWithinAWorkerSendsTheClassesOn() throws Exception {
        try (PlugIn plugIn =
                        PlugIn.of(PlugIn.compile(directory, Map.of("Nested.java", NESTED, "Sibling.java", SIBLING)));
                Pool pool = Pool.open(1)) {
            assertThat(plugIn.<Object>call("plug.Nested", pool)).isEqualTo(37);
        }
    }

    private static final String SHARING = """
            package plug;

            import dev.procpool.*;
            import dev.procpool.task.Shared;
            import java.util.*;
            import java.util.function.Function;

            public final class Sharing implements Function<Pool, Object> {
                @Override
                public Object apply(Pool pool) {
                    try {
                        Shared<List<String>> names = pool.share(List.of("zero", "one"));
                        return List.of(
                                pool.map((Integer x) -> names.get().get(x) + Sibling.square(x), List.of(1, 0)),
                                pool.map((Shared<List<String>> all) -> all.get().size(), List.of(names)));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    @Test
    void aSharedValueReachesFunctionsOfClassesThatWereSent() throws Exception {
        Path classes = PlugIn.compile(directory, Map.of("Sharing.java", SHARING, "Sibling.java", SIBLING));
        try (PlugIn first = PlugIn.of(classes);
                PlugIn second = PlugIn.of(classes);
                Pool pool = Pool.open(1)) {
            assertThat(first.<Object>call("plug.Sharing", pool)).hasToString("[[one1, zero0], [2]]");

            ProcessHandle.of(pool.workers().get(0).pid()).orElseThrow().destroyForcibly();

            assertThat(second.<Object>call("plug.Sharing", pool)).hasToString("[[one1, zero0], [2]]");
        }
    }

    private static final String CHILD = """
            package plug;

            import dev.procpool.*;
            import java.util.function.Function;

            public final class Child implements Function<Pool, Object> {
                @Override
                public Object apply(Pool pool) {
                    try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
                        ChildProcess child = ChildProcess.of(() -> {
                            queue.put(Sibling.square(4));
                            return null;
                        });
                        child.start();
                        child.join();
                        return queue.get();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    @Test
    void aChildProcessGetsTheClasses() throws Exception {
        Path classes = PlugIn.compile(directory, Map.of("Child.java", CHILD, "Sibling.java", SIBLING));
        try (PlugIn plugIn = PlugIn.of(classes)) {
            assertThat(plugIn.<Object>call("plug.Child", null)).isEqualTo(16);
        }
    }
}
