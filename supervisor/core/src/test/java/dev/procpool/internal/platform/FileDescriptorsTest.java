package dev.procpool.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Later;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FileDescriptorsTest {

    private static final long OPEN = 10;
    private static final long ROOM_FOR_ONE = OPEN + FileDescriptors.PER_LAUNCH + FileDescriptors.RESERVE;

    private static FileDescriptors of(long limit, long patienceSeconds) {
        return new FileDescriptors(() -> OPEN, () -> limit, TimeUnit.SECONDS.toNanos(patienceSeconds));
    }

    @Test
    void aLaunchThatFitsIsGrantedAtOnce() throws Exception {
        FileDescriptors descriptors = of(ROOM_FOR_ONE, 0);

        descriptors.reserve();
        descriptors.release();

        assertThatCode(descriptors::reserve).doesNotThrowAnyException();
    }

    @Test
    void aLaunchThatDoesNotFitIsRefusedWithTheNumbers() {
        assertThatThrownBy(of(ROOM_FOR_ONE - 1, 30)::reserve)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Too many open files: 10 of 31 file descriptors are in use");
    }

    @Test
    void aLaunchThatDoesNotFitBesideAnotherIsRefusedAfterAWhile() throws Exception {
        FileDescriptors descriptors = of(ROOM_FOR_ONE, 0);
        descriptors.reserve();

        assertThatThrownBy(descriptors::reserve).hasMessageContaining("14 more are about to be");
    }

    @Test
    void aLaunchThatDoesNotFitBesideAnotherWaitsForItsEnd() throws Exception {
        AtomicLong looks = new AtomicLong();
        FileDescriptors descriptors = new FileDescriptors(
                () -> {
                    looks.incrementAndGet();
                    return OPEN;
                },
                () -> ROOM_FOR_ONE,
                TimeUnit.SECONDS.toNanos(30));
        descriptors.reserve();
        CompletableFuture<Void> second = Later.run(() -> {
            try {
                descriptors.reserve();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (looks.get() < 2) {
            Thread.onSpinWait();
        }

        descriptors.release();

        assertThat(second).succeedsWithin(30, TimeUnit.SECONDS);
    }
}
