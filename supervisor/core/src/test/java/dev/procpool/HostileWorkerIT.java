package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Await;
import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that lie: they are ended, and nothing else is. */
@ExtendWith(Leftovers.class)
class HostileWorkerIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    @TempDir
    private static Path directory;

    private static Path agent;

    /** A jar that names the agent; its class is on the class path already. */
    @BeforeAll
    static void packTheAgent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", HostileWorker.class.getName());
        agent = directory.resolve("agent.jar");
        new JarOutputStream(Files.newOutputStream(agent), manifest).close();
    }

    private static PoolBuilder poolWhoseFirstWorkerLies(String how) {
        return Pool.builder()
                .processes(1)
                .output(WorkerOutput.discarding())
                .startTimeout(Duration.ofSeconds(20))
                .jvmOptions("-javaagent:" + agent)
                .systemProperty("hostile", how);
    }

    @ParameterizedTest
    @CsvSource({
        "random bytes",
        "huge length",
        "a frame beyond the region",
        "a frame in a region that there is not",
        "a frame in a region that was cut off",
        "an announcement beyond the region",
        "an announcement in a region that there is not",
        "an announcement in a region that was cut off",
        "two announcements",
        "wrong order",
        "too many",
        "a negative count",
        "none of them",
        "half a result",
        "bytes after a result",
        "an unknown status",
        "packed results that are cut off",
        "more packed results than it was sent",
        "texts that are cut off",
        "a text that is longer than the frame",
        "more texts than it was sent",
        "bytes after a text",
        "more time without a processor than it took",
        "less than no time without a processor",
        "an unknown layout",
        "two arrays where there can be one",
        "an array that is cut off",
        "an array with something after it",
        "something after a message that has no payload",
        "duplicate results",
        "hello again",
        "a gap in the frames",
        "an initializer that there is not",
        "a flood of rings",
        "an item it was not sent",
        "ordinals that go back",
    })
    void aWorkerThatBreaksTheProtocolIsKilledAndItsItemRunsElsewhere(String how) throws Exception {
        try (Pool pool = poolWhoseFirstWorkerLies(how).open()) {
            TaskFuture<Integer> future = pool.applyAsync(SQUARE, 5);
            assertThat(future.get(30, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo(25);
            // events that come when nothing is due are read with the next items
            assertThat(pool.map(SQUARE, SayWhen.range(100))).hasSize(100);
            Await.until(() -> pool.workers().get(0).incarnation() == 2);
            assertThat(pool.workers()).singleElement().matches(w -> w.incarnation() == 2);
        }
    }

    @Test
    void whatAWorkerSentBeforeItBrokeTheProtocolCounts() throws Exception {
        assertThat(squareOfFiveFrom("a result before random bytes")).isEqualTo(26);
    }

    @Test
    void whatAWorkerSentAfterItBrokeTheProtocolDoesNotCount() throws Exception {
        assertThat(squareOfFiveFrom("a result after a refused one")).isEqualTo(25);
    }

    /** The square that a pool gives: 26 of the worker that lies, 25 of the next one. */
    private static int squareOfFiveFrom(String how) throws Exception {
        try (Pool pool = poolWhoseFirstWorkerLies(how).open()) {
            int square = pool.applyAsync(SQUARE, 5).get(30, java.util.concurrent.TimeUnit.SECONDS);
            Await.until(() -> pool.workers().get(0).incarnation() == 2);
            return square;
        }
    }

    @Test
    void aConnectionWithoutTheTokenIsRefusedAndTheWorkerIsNotHurtByIt() throws Exception {
        try (Pool pool = poolWhoseFirstWorkerLies("wrong token").open()) {
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        }
    }

    @Test
    void aWorkerThatSaysItIsAnotherProcessIsKilled() throws Exception {
        try (Pool pool = poolWhoseFirstWorkerLies("wrong pid").open()) {
            assertThatThrownBy(() -> pool.apply(SQUARE, 5))
                    .isInstanceOf(PoolBrokenException.class)
                    .hasMessageContaining("says it is process 1");
        }
    }

    @Tag("jdk")
    @ParameterizedTest
    @CsvSource({"a value that is none", "a text that is none", "half a char"})
    void aResultThatIsNoneFailsItsItemOnly(String how) throws Exception {
        try (Pool pool = poolWhoseFirstWorkerLies(how).open()) {
            assertThatThrownBy(() -> pool.apply(SQUARE, 5)).isInstanceOf(ResultSerializationException.class);
        }
    }

    @Test
    void theRunDirectoryBelongsToTheUserAloneAndNobodyListensOnAPort() throws Exception {
        Path parent = Files.createDirectory(directory.resolve("p"));
        try (Pool pool = Pool.builder().processes(1).runDirectory(parent).open()) {
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
            try (Stream<Path> directories = Files.list(parent)) {
                List<Path> all = directories.toList();
                assertThat(all).hasSize(1);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all.get(0))))
                        .isEqualTo("rwx------");
            }
            long pid = pool.workers().get(0).pid();
            assertThat(listeningSockets(pid)).isEmpty();
            assertThat(listeningSockets(ProcessHandle.current().pid()))
                    .as("of the pool; a debugger or agent would show here too")
                    .isEmpty();
        }
    }

    /** The inodes of the TCP sockets in state LISTEN that a process has open. */
    private static List<String> listeningSockets(long pid) throws Exception {
        List<String> inodes = Stream.of("tcp", "tcp6")
                .map(name -> Path.of("/proc", Long.toString(pid), "net", name))
                .filter(Files::exists)
                .flatMap(HostileWorkerIT::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[3].equals("0A"))
                .map(fields -> "socket:[" + fields[9] + "]")
                .toList();
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.map(HostileWorkerIT::target).filter(inodes::contains).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (java.io.IOException e) {
            return ""; // closed meanwhile
        }
    }

    record Welcome(String text, int number) {}

    /** An object that counts how often its class was read, in each JVM. */
    static final class Gadget implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
        static volatile int made;
        final String payload;

        Gadget(String payload) {
            this.payload = payload;
        }

        private void readObject(java.io.ObjectInputStream in) throws java.io.IOException, ClassNotFoundException {
            in.defaultReadObject();
            made++;
        }
    }

    record Wrapper(Object content) {}

    static final class Holder {
        Gadget gadget = new Gadget("in a field");
    }

    static final class Oops extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Gadget gadget = new Gadget("in an exception");

        Oops() {
            super("oops");
        }
    }

    @Tag("jdk")
    private static List<Task<Object>> tasksWhoseResultsAreNotOnTheList() {
        return List.of(
                () -> new Gadget("plain"),
                () -> new Wrapper(new Gadget("wrapped")),
                () -> List.of(1, new Gadget("in a list")),
                () -> new Gadget[] {new Gadget("in an array")},
                Holder::new,
                () -> (Comparable<String> & java.io.Serializable) other -> 0,
                () -> java.util.EnumSet.of(Misbehaviour.EXITS));
    }

    @Test
    void withAListOnlyItsClassesAreEverMadeOfResults() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .allowResultClasses(Welcome.class.getName(), Wrapper.class.getName(), Holder.class.getName())
                .open()) {
            assertThat(pool.apply(() -> new Welcome("a", 1))).isEqualTo(new Welcome("a", 1));
            assertThat(pool.apply(() -> List.of(new Welcome("a", 1), "b", 3L, java.time.Instant.EPOCH)))
                    .hasSize(4);
            assertThat(pool.apply(() -> new int[][] {{1}, {2}})).isDeepEqualTo(new int[][] {{1}, {2}});
            for (Task<Object> task : tasksWhoseResultsAreNotOnTheList()) {
                assertThatThrownBy(() -> pool.apply(task))
                        .isInstanceOf(ResultSerializationException.class)
                        .hasMessageContaining("is not among the classes that are allowed here");
            }
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw new Oops();
                    }))
                    .isInstanceOfSatisfying(RemoteTaskException.class, e -> assertThat(e.className())
                            .isEqualTo(Oops.class.getName()))
                    .hasMessageContaining("oops");
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw new IllegalStateException("of the JDK");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(Gadget.made).as("not one was made here").isZero();
            assertThat(pool.apply(SQUARE, 5)).isEqualTo(25);
        }
        try (Pool pool =
                Pool.builder().processes(1).allowResultClasses("dev.procpool.*").open()) {
            assertThat(pool.apply(() -> new Wrapper(new Gadget("allowed")))).isNotNull();
            assertThat(Gadget.made).isEqualTo(1);
        }
    }
}
