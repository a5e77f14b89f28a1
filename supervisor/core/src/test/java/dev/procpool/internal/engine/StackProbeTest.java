package dev.procpool.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class StackProbeTest {

    private static final int STACK = 32 << 20;
    private static final int ENOUGH = 24 << 10;

    /** The 64 values of each interpreted frame take two slots each. */
    private static final int INTERPRETED = 64 * Long.BYTES * 2 * StackProbe.FRAMES;

    private static final long COMPILED_WITHIN_NANOS = 30_000_000_000L;

    /** A compiler may make frames small: then the probe would ask for next to nothing. */
    @Test
    void theFramesOfTheProbeAreLargeAlsoWhenTheyAreCompiled() throws Exception {
        long end = System.nanoTime() + COMPILED_WITHIN_NANOS;
        int room;
        do {
            for (int i = 0; i < 100_000; i++) {
                StackProbe.requireRoom();
            }
            room = roomOfFrames();
        } while (room >= INTERPRETED && end - System.nanoTime() > 0);
        assertThat(room).isBetween(ENOUGH, INTERPRETED - 1);
    }

    @Test
    void theProbeOverflowsWhereThereIsLittleRoom() {
        StackOverflowError error = catchThrowableOfType(StackOverflowError.class, StackProbeTest::recurse);
        assertThat(error.getStackTrace()[0].getClassName()).isEqualTo(StackProbe.class.getName());
    }

    private static int recurse() {
        StackProbe.requireRoom();
        return recurse() + 1;
    }

    /** Measures the room that a probe asks for, by the number of its frames that overflow a stack of known size. */
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
