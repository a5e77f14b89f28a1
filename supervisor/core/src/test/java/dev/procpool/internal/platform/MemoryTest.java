package dev.procpool.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryTest {

    private static final long MEBI = 1 << 20;
    private static final long NO_SUCH_PROCESS = Integer.MAX_VALUE;

    @Test
    @EnabledOnOs(OS.LINUX)
    void aJvmHasSomeMegabytesOfTheMachine() {
        long resident = Memory.residentIn(ProcessHandle.current().pid()).orElseThrow();

        assertThat(resident).isBetween(10 * MEBI, Memory.ofMachine().orElseThrow());
    }

    @Test
    void theMemoryOfAProcessThatIsGoneIsNotKnown() {
        assertThat(Memory.residentIn(NO_SUCH_PROCESS)).isEmpty();
    }
}
