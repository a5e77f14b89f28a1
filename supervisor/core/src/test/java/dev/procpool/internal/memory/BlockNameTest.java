package dev.procpool.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockNameTest {

    @Test
    void aFileTellsItsBlock() {
        BlockName block = new BlockName("a.b-c_1", "4711-kx3-0a1b2c3d", 17);

        assertThat(BlockName.of(Path.of("/dev", block.file()))).contains(block);
        assertThat(BlockName.of(block.draft().file())).contains(block.draft());
        assertThat(block.draft().isDraft()).isTrue();
        assertThat(block.isDraft()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock",
                "creator.4711-kx3-0a1b2c3d",
                "a@4711-kx3",
                "a@4711.x",
                "@4711.1",
                "../a@4711.1",
                "a@../b.1",
                "a@b@4711.1",
                "a@4711.1234567890123456789"
            })
    void otherFilesAreNoBlocks(String file) {
        assertThat(BlockName.of(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "../a", "a@b", "~", "ä", "a\nb", "a\u0000"})
    void refusesNamesThatAreNoPlainWords(String name) {
        assertThatThrownBy(() -> BlockName.requireUsable(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameHasAtMost128Characters() {
        assertThat(BlockName.requireUsable("x".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> BlockName.requireUsable("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }
}
