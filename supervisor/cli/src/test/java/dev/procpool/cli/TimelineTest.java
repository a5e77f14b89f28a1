package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static Map<String, Object> arrival(int value, long millis) {
        return Map.of("value", value, "afterMillis", millis);
    }

    @Test
    void aValueStandsAtTheTimeOfItsArrival() {
        List<?> arrivals = List.of(arrival(1, 300), arrival(2, 600), arrival(3, 900), arrival(4, 1200));

        assertThat(Timeline.canDraw(arrivals)).isTrue();
        assertThat(Timeline.line(arrivals, "."))
                .isEqualTo(".".repeat(11) + "1" + ".".repeat(11) + "2" + ".".repeat(11) + "3" + ".".repeat(11) + "4");
        assertThat(Timeline.times(arrivals, ", ")).isEqualTo("300, 600, 900, 1200");
    }

    @Test
    void valuesThatArriveTogetherStandSideBySide() {
        List<?> arrivals = List.of(arrival(1, 300), arrival(4, 1200), arrival(2, 1200), arrival(3, 1200));

        assertThat(Timeline.line(arrivals, "."))
                .hasSize(48)
                .startsWith(".".repeat(11) + "1.")
                .endsWith(".423");
    }

    @Test
    void otherListsAreNoArrivals() {
        assertThat(Timeline.canDraw(List.of(4, 3, 2, 1))).isFalse();
        assertThat(Timeline.canDraw(List.of(Map.of("value", 1), Map.of("value", 2))))
                .isFalse();
        assertThat(Timeline.canDraw(List.of())).isFalse();
    }
}
