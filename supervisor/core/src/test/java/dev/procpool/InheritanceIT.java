package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers take things over from the JVM that opens their pool, and get more from its builder. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class InheritanceIT {

    private static final String PROPERTY = "dev.procpool.test.inherited";

    @TempDir
    Path directory;

    /** Runs in a worker, and asks a worker of its own. */
    private static List<String> seenByAWorkerOfAWorker(String ignored) throws Exception {
        try (Pool inner = Pool.open(1)) {
            return inner.apply(InheritanceIT::seenHere, ignored);
        }
    }

    private static List<String> seenHere(String ignored) {
        return List.of(
                ZoneId.systemDefault().getId(),
                Boolean.toString(InheritanceIT.class.desiredAssertionStatus()),
                System.getProperty("tool", "unset"),
                System.getProperty("http.proxyHost", "unset"),
                Long.toString(Runtime.getRuntime().maxMemory() >> 20));
    }

    @Test
    void workersHaveTheZoneTheAssertionsTheProxiesAndTheToolOptionsOfTheJvmThatOpensTheirPool() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        PoolBuilder supervisors = Pool.builder()
                .processes(1)
                .output((worker, pid, source, line) -> lines.add(line))
                .environment(Map.of("JAVA_TOOL_OPTIONS", "-Dtool=\"a b\" -Xmx61m"))
                .jvmOptions("-Duser.timezone=Asia/Tokyo", "-ea", "-Dhttp.proxyHost=proxy.example", "-Xmx128m");

        List<String> seen;
        try (Pool pool = supervisors.open()) {
            seen = pool.apply(InheritanceIT::seenByAWorkerOfAWorker, "");
        }

        assertThat(seen.subList(0, 4)).containsExactly("Asia/Tokyo", "true", "a b", "proxy.example");
        assertThat(Long.parseLong(seen.get(4))).as("not the heap of its parent").isGreaterThan(128);
        assertThat(lines).as("what a JVM says of its environment").noneMatch(line -> line.contains("Picked up"));
    }

    /** Runs in a worker, and asks a worker of a worker of its own. */
    private static List<String> seenTwoWorkersBelow(String ignored) throws Exception {
        try (Pool inner = Pool.open(1)) {
            return inner.apply(InheritanceIT::seenByAWorkerOfAWorker, ignored);
        }
    }

    private static final String DEBUG_PORT = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=";

    /** A worker that has the port of a debugger in its environment, as a program has that is being debugged. */
    @Test
    void workersDoNotWantThePortOfTheDebuggerOfTheirProgram() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Dtool=\"a b\" " + DEBUG_PORT + port);
        try (Pool pool = Pool.builder().processes(1).environment(environment).open()) {
            assertThat(pool.<String, List<String>>apply(InheritanceIT::seenByAWorkerOfAWorker, ""))
                    .contains("a b");
        }
    }

    @Test
    void toolOptionsReachWorkersOfWorkersOfWorkers() throws Exception {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Dtool=travels");
        try (Pool pool = Pool.builder().processes(1).environment(environment).open()) {
            assertThat(pool.<String, List<String>>apply(InheritanceIT::seenTwoWorkersBelow, ""))
                    .contains("travels");
        }
    }

    @Test
    void explicitOptionsWin() throws Exception {
        PoolBuilder supervisors = Pool.builder().processes(1).jvmOptions("-Dhttp.proxyHost=one", "-ea");

        try (Pool pool = supervisors.open()) {
            assertThat(pool.<String, List<String>>apply(InheritanceIT::seenWithOptionsOfItsOwn, "two"))
                    .contains("two", "false");
        }
    }

    private static List<String> seenWithOptionsOfItsOwn(String proxy) throws Exception {
        PoolBuilder builder = Pool.builder()
                .processes(1)
                .systemProperty("http.proxyHost", proxy)
                .jvmOptions("-da");
        try (Pool inner = builder.open()) {
            return inner.apply(InheritanceIT::seenHere, "");
        }
    }

    @Test
    void aPropertyIsInheritedWhenItIsNamedAndAnExplicitValueWins() throws Exception {
        System.setProperty(PROPERTY, "here");
        PoolBuilder builder = Pool.builder().processes(1);

        assertThat(property(builder)).isEqualTo("unset");
        assertThat(property(builder.inheritSystemProperty(PROPERTY, "dev.procpool.test.unset")))
                .isEqualTo("here");
        assertThat(property(builder.systemProperty(PROPERTY, "explicit"))).isEqualTo("explicit");
        System.clearProperty(PROPERTY);
    }

    private static String property(PoolBuilder builder) throws Exception {
        try (Pool pool = builder.open()) {
            return pool.apply((String name) -> System.getProperty(name, "unset"), PROPERTY);
        }
    }

    @Test
    void aWorkerHasTheEnvironmentAndTheWorkingDirectoryOfTheBuilder() throws Exception {
        Files.writeString(directory.resolve("beside.txt"), "found");
        PoolBuilder builder = Pool.builder()
                .processes(1)
                .environment(Map.of("COLOUR", "blue"))
                .workingDirectory(directory);

        try (Pool pool = builder.open()) {
            String colour = pool.apply((String name) -> System.getenv(name), "COLOUR");
            String text = pool.apply((String name) -> Files.readString(Path.of(name)), "beside.txt");

            assertThat(List.of(colour, text)).containsExactly("blue", "found");
        }
    }

    @Test
    void badNamesAndDirectoriesAreRefused() {
        PoolBuilder builder = Pool.builder();

        assertThatThrownBy(() -> builder.inheritSystemProperty("a=b")).hasMessageContaining("a=b");
        assertThatThrownBy(() -> builder.environment(Map.of("", "x"))).hasMessageContaining("environment");
        assertThatThrownBy(() -> builder.workingDirectory(directory.resolve("gone")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gone");
    }
}
