package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.procpool.cli.CommandLineProgram.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The trace of a demo, which knows nothing of it. */
class DemoTraceIT {

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @Tag("jdk")
    @Test
    void thePoolsOfADemoAreSeenWithTheTimesOfTheirItems() throws Exception {
        Path file = program.directory().resolve("demo.json");

        Ended ended = program.run("", "demo", "order", "--json", "--trace", file.toString());

        assertThat(ended.exit()).as(ended.err()).isZero();
        List<JsonObject> events = JsonParser.object().from(Files.readString(file)).getArray("traceEvents").stream()
                .map(JsonObject.class::cast)
                .toList();
        List<JsonObject> items = events.stream()
                .filter(event -> event.getString("name").startsWith("item"))
                .toList();
        assertThat(items).hasSizeGreaterThanOrEqualTo(4).allSatisfy(item -> {
            assertThat(item.getObject("args").getString("outcome")).isEqualTo("ok");
            assertThat(item.getDouble("ts")).isPositive();
        });
        assertThat(items.stream()
                        .map(item -> Math.round(item.getDouble("dur") / 1e5))
                        .distinct())
                .as("sleeps of different lengths")
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(events.stream()
                        .filter(event -> event.getString("name").equals("start-up"))
                        .map(event -> event.getInt("pid")))
                .containsAll(items.stream().map(item -> item.getInt("pid")).toList());
    }

    @Test
    void deathsAreMarkedInTheChart() throws Exception {
        Path file = program.directory().resolve("demo.html");

        program.run("", "demo", "runaway", "--json", "--trace", file.toString());

        assertThat(Files.readString(file))
                .contains("procpool demo runaway", "class=\"item failed\"", "was killed by SIGKILL");
    }
}
