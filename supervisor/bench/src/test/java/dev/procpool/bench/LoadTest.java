package dev.procpool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void aMachineIsQuietUpToALoadAverageOfAHalf() {
        assertThat(Load.of(0.5).isQuiet()).isTrue();
        assertThat(Load.of(0.5).describe()).isEqualTo("load average before: 0.50");
        assertThat(Load.of(0.51).isBusy()).isTrue();
        assertThat(Load.of(0.51).describe()).endsWith("0.51, so NOT A QUIET MACHINE");
    }

    @Test
    void anUnknownLoadIsNeitherQuietNorBusy() {
        assertThat(Load.unknown().isQuiet()).isFalse();
        assertThat(Load.unknown().isBusy()).isFalse();
    }
}
