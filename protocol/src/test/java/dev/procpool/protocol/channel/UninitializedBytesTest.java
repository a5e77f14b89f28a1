package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UninitializedBytesTest {

    @Test
    void anArrayHasTheLengthThatWasAskedFor() {
        assertThat(UninitializedBytes.allocate(0)).isEmpty();
        assertThat(UninitializedBytes.allocate(100_000)).hasSize(100_000);
    }

    @Test
    void thisJvmExportsWhatItTakes() throws Throwable {
        Object array = UninitializedBytes.find("jdk.internal.misc.Unsafe")
                .orElseThrow()
                .invoke((Class<?>) byte.class, 7);
        assertThat(array).isInstanceOf(byte[].class);
        assertThat((byte[]) array).hasSize(7);
    }

    @Test
    void aJvmThatHasNothingOfTheKindOrKeepsItForItselfIsNoFailure() {
        assertThat(UninitializedBytes.find("jdk.internal.misc.NoSuchClass")).isEmpty();
        assertThat(UninitializedBytes.find("jdk.internal.vm.annotation.IntrinsicCandidate"))
                .isEmpty();
    }
}
