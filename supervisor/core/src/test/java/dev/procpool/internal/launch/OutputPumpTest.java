package dev.procpool.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.WorkerOutput.Source;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OutputPumpTest {

    private static final long GUARD_MILLIS = 30_000;

    @Test
    void linesInWhichTheJvmAnnouncesItsEnvironmentAreDroppedAndLaterOnesAreNot() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        String text = "NOTE: Picked up JDK_JAVA_OPTIONS: -ea\nPicked up _JAVA_OPTIONS: -Xss2m\nhello\n"
                + "Picked up _JAVA_OPTIONS: by a program of the task\n";

        OutputPump pump = OutputPump.start(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Source.STDERR, "worker 1", lines::add);
        pump.awaitEnd(GUARD_MILLIS);

        assertThat(lines).containsExactly("hello", "Picked up _JAVA_OPTIONS: by a program of the task");
        assertThat(pump.lastLines()).isEqualTo(lines);
    }
}
