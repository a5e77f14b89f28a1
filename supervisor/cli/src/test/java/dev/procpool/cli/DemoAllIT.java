package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * All demos in a row: each shows its truth, once or {@code -Dprocpool.demo.rounds=10} times.
 */
@Tag("alone")
class DemoAllIT {

    private static final Duration BOUND = Duration.ofMinutes(3);

    @RegisterExtension
    private final CommandLineProgram program = new CommandLineProgram();

    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    @Test
    void everyDemoShowsItsTruth() throws Exception {
        List<String> names =
                DemoCommand.names().stream().filter(name -> !name.equals("all")).toList();
        int rounds = Integer.getInteger("procpool.demo.rounds", 1);
        for (int round = 1; round <= rounds; round++) {
            Map<String, JsonObject> facts = runAll();

            assertThat(facts.keySet()).as("round " + round).containsExactlyElementsOf(names);
            DemoFacts.assertAll(facts);
        }
    }

    /** The facts by the name of the demo. */
    private Map<String, JsonObject> runAll() throws Exception {
        Process process = program.command("demo", "all", "--json").start();
        boolean hasEnded = process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS);
        process.destroy();
        assertThat(hasEnded).as("in time: " + program.out()).isTrue();
        assertThat(process.exitValue()).as(program.out() + program.err()).isZero();
        assertThat(program.err()).isEmpty();
        Map<String, JsonObject> facts = new LinkedHashMap<>();
        for (String line : program.out().lines().toList()) {
            JsonObject told = JsonParser.object().from(line);
            assertThat(told.getBoolean("shown")).as(line).isTrue();
            assertThat(told.getObject("facts")).isNotEmpty();
            facts.put(told.getString("demo"), told.getObject("facts"));
        }
        return facts;
    }
}
