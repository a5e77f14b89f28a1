package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StackProbeTest {

    private static final int STACK = 32 << 20;
    private static final int ENOUGH = 20 << 10;

    /** A frame may be as small as the compiler likes: then as many would ask for next to nothing. */
    @Test
    void itsFramesAreLargeAlsoWhenTheyAreCompiled() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            StackProbe.requireRoom();
        }
        assertThat(roomOfFrames()).isGreaterThan(ENOUGH);
    }

    @Test
    void whereThereIsLittleRoomTheStackOverflows() {
        assertThatThrownBy(StackProbeTest::recurse).isInstanceOf(StackOverflowError.class);
    }

    private static int recurse() {
        StackProbe.requireRoom();
        return recurse() + 1;
    }

    /** What a probe asks for, by how many of its frames overflow a stack of known size. */
    private static int roomOfFrames() throws Exception {
        AtomicInteger fits = new AtomicInteger(1);
        Thread deep = new Thread(
                null,
                () -> {
                    int tooMany = STACK;
                    while (tooMany - fits.get() > fits.get() / 100 + 1) {
                        int frames = Math.min(2 * fits.get(), (fits.get() + tooMany) / 2);
                        try {
                            StackProbe.descend(frames, 1);
                            fits.set(frames);
                        } catch (StackOverflowError e) {
                            tooMany = frames;
                        }
                    }
                },
                "deep",
                STACK);
        deep.start();
        deep.join();
        return STACK / fits.get() * StackProbe.FRAMES;
    }
}
