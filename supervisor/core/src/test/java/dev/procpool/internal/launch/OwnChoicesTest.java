package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.WorkerShare;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnChoicesTest {

    private static final WorkerShare SHARE = new WorkerShare(2, OptionalLong.of(400 << 20), OptionalLong.of(300 << 20));

    private final OwnChoices divided = new OwnChoices(SHARE, true, true);

    @Test
    void whereTheUserSaysNothingEachSubjectIsChosen() {
        assertThat(divided.beside(List.of("-ea")))
                .containsExactly(
                        "-XX:+UseSerialGC",
                        "-XX:ActiveProcessorCount=2",
                        "-Ddev.procpool.memory=419430400",
                        "-Xmx307200k");
        assertThat(divided.describe(List.of("-ea"))).isEqualTo("2 processors, heap up to 300 MiB");
    }

    @Test
    void aChildThatSharesNothingFindsTheMachineByItself() {
        assertThat(new OwnChoices(SHARE, false, true).beside(List.of())).containsExactly("-XX:+UseSerialGC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-Xmx1g", "-Xms400m", "-XX:MaxRAMPercentage=50", "-XX:MaxHeapSize=1g", "-XX:MaxRAMFraction=2"})
    void aHeapOfTheUserIsTheHeap(String option) {
        assertThat(divided.beside(List.of(option))).noneMatch(chosen -> chosen.startsWith("-Xmx"));
        assertThat(divided.describe(List.of(option))).endsWith("heap by " + option);
    }

    @Test
    void theProcessorsOfTheUserAreTheProcessors() {
        List<String> given = List.of("-XX:ActiveProcessorCount=1");

        assertThat(divided.beside(given)).noneMatch(chosen -> chosen.contains("Processor"));
        assertThat(divided.describe(given)).startsWith("1 processor, ");
    }

    @Test
    void aCollectorOfTheUserReplacesOurs() {
        assertThat(divided.beside(List.of("-XX:+UseParallelGC"))).doesNotContain("-XX:+UseSerialGC");
        assertThat(divided.withoutCollector().beside(List.of())).doesNotContain("-XX:+UseSerialGC");
    }
}
