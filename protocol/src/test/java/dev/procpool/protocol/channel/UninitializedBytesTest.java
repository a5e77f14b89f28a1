package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class UninitializedBytesTest {

    @Test
    void anArrayHasTheLengthThatWasAskedFor() {
        assertThat(UninitializedBytes.allocate(0)).isEmpty();
        assertThat(UninitializedBytes.allocate(100_000)).hasSize(100_000);
    }

    @Test
    void thisJvmExportsWhatItTakes() {
        MethodHandle how = UninitializedBytes.find("jdk.internal.misc.Unsafe").orElseThrow();
        assertThat(UninitializedBytes.allocate(how, 7)).hasSize(7);
    }

    @Test
    void whereThereIsNothingOfTheKindArraysAreZeroed() {
        assertThat(UninitializedBytes.find("jdk.internal.misc.NoSuchClass")).isEmpty();
        assertThat(UninitializedBytes.allocate(null, 100_000)).hasSize(100_000).containsOnly(0);
    }
}
