package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.procpool.testing.Leftovers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers on another JDK than that of the program. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class JavaHomeIT {

    private static final ZonedDateTime AT = ZonedDateTime.parse("2024-10-27T02:30+01:00[Europe/Berlin]");

    @TempDir
    Path directory;

    record Meeting(DayOfWeek day, ZonedDateTime at, Map<String, BitSet> who) {}

    @Test
    void workersOnAnotherVersionAreSentAndSendValuesOfEachKind() throws Exception {
        Optional<Path> home =
                InstalledJdk.of(version -> version != Runtime.version().feature());
        assumeThat(home).as("needs another JDK").isPresent();
        Map<String, BitSet> who = new TreeMap<>(Map.of("a", BitSet.valueOf(new long[] {3})));
        Meeting meeting = new Meeting(DayOfWeek.SUNDAY, AT, who);

        try (Pool pool = Pool.builder().processes(2).javaHome(home.get()).open()) {
            assertThat(pool.<String>apply(() -> System.getProperty("java.home")))
                    .isEqualTo(home.get().toRealPath().toString());
            assertThat(pool.map((Integer x) -> x * x, List.of(1, 2, 3))).containsExactly(1, 4, 9);
            assertThat(pool.apply((Meeting m) -> m, meeting)).isEqualTo(meeting);
            assertThat(pool.<EnumMap<DayOfWeek, Integer>>apply(() -> new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1))))
                    .isEqualTo(Map.of(DayOfWeek.MONDAY, 1));
            assertThatThrownBy(() -> pool.apply((String text) -> Integer.parseInt(text), "x"))
                    .isInstanceOf(NumberFormatException.class)
                    .hasMessageContaining("\"x\"");
        }
    }

    @Test
    void aJdkThatIsTooOldIsRefusedBeforeAnythingIsStarted() throws Exception {
        Path java = Files.createFile(
                Files.createDirectories(directory.resolve("bin")).resolve("java"));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.22\"");

        assertThatThrownBy(() -> Pool.builder().javaHome(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11.0.22");
    }
}
