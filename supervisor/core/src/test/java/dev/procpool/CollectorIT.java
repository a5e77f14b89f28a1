package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A collector that the user chooses is that of the workers, wherever the choice is written. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class CollectorIT {

    private static final String PARALLEL = "-XX:+UseParallelGC";

    @TempDir
    Path directory;

    private static List<String> collectors(String ignored) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .toList();
    }

    private static List<String> collectorsOf(PoolBuilder builder) throws Exception {
        try (Pool pool = builder.open()) {
            return pool.apply(CollectorIT::collectors, "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'-XX:+UseParallelGC'", "@FILE", "-XX:VMOptionsFile=FILE"})
    void theVariableOfTheLauncherIsReadAsTheLauncherReadsIt(String value) throws Exception {
        Path file = Files.writeString(directory.resolve("options"), PARALLEL + "\n");
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", value.replace("FILE", file.toString()));

        assertThat(collectorsOf(Pool.builder().processes(1).environment(environment)))
                .contains("PS Scavenge");
    }

    @Test
    void aChoiceThatIsNotSeenBeforeIsKnownFromTheMessageOfTheJvm() throws Exception {
        Path flags = Files.writeString(directory.resolve("flags"), "+UseParallelGC\n");
        PoolBuilder builder = Pool.builder().processes(2).jvmOptions("-XX:Flags=" + flags);

        assertThat(collectorsOf(builder.output(WorkerOutput.discarding()))).contains("PS Scavenge");
    }

    @Test
    void withoutAChoiceItIsTheSerialOne() throws Exception {
        assertThat(collectorsOf(Pool.builder().processes(1))).contains("Copy");
    }
}
