package dev.procpool.protocol.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkerArgumentsTest {

    @Test
    void theArgumentsSurviveTheCommandLine() {
        WorkerArguments arguments =
                new WorkerArguments(Path.of("/tmp/a b"), -1L, 3, 2, 1 << 20, 10_000, 1, Long.MIN_VALUE);

        String[] words = arguments.toCommandLine().toArray(new String[0]);

        assertThat(WorkerArguments.parse(words)).isEqualTo(arguments);
    }

    @Test
    void aCommandLineOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> WorkerArguments.parse("x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with 8 arguments, not 1");
    }
}
