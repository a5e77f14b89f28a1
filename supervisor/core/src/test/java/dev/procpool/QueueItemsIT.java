package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import dev.procpool.testing.SmallDisk;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Items of queues that are large, leased, or of classes that are not allowed. */
@ExtendWith(Leftovers.class)
class QueueItemsIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private record Order(String customer, List<Integer> parts) implements Serializable {}

    @Test
    void tenMegabytesFitIntoAQueueWithDefaultOptions() throws Exception {
        byte[] large = new byte[10 << 20];
        large[large.length - 1] = 7;
        try (ProcessQueue<byte[]> queue = ProcessQueue.create();
                Pool pool = Pool.open(1)) {
            TaskFuture<Integer> sum = pool.applyAsync(() -> {
                int last = 0;
                for (int i = 0; i < 20; i++) {
                    byte[] got = queue.get();
                    last += got[got.length - 1];
                }
                return last;
            });
            for (int i = 0; i < 20; i++) {
                queue.put(large);
            }
            assertThat(sum.get()).isEqualTo(20 * 7);
        }
    }

    @Test
    void anItemLargerThanTheQueueIsRefused() throws Exception {
        try (ProcessQueue<byte[]> queue =
                ProcessQueue.<byte[]>builder().maxBytes(8192).create()) {
            assertThatThrownBy(() -> queue.put(new byte[8192]))
                    .isInstanceOf(PayloadTooLargeException.class)
                    .hasMessageContaining("maxBytes");
            queue.put(new byte[8000]);
            assertThat(queue.offer(new byte[8000], Duration.ZERO)).isFalse();
            assertThat(queue.get()).hasSize(8000);
            assertThat(queue.offer(new byte[8000], Duration.ZERO)).isTrue();
        }
    }

    @Test
    void aLeasedItemIsDoneOrComesBackInFront() throws Exception {
        try (ProcessQueue<Integer> queue = ProcessQueue.create()) {
            for (int i = 1; i <= 3; i++) {
                queue.put(i);
            }
            try (ProcessQueue.Lease<Integer> first = queue.lease(LONG).orElseThrow();
                    ProcessQueue.Lease<Integer> second = queue.lease(LONG).orElseThrow()) {
                assertThat(queue.size()).isEqualTo(1);
                assertThat(second.item()).isEqualTo(2);
                second.done();
                assertThatThrownBy(second::done).isInstanceOf(IllegalStateException.class);
                assertThat(first.item()).isEqualTo(1);
            }
            assertThat(queue.size()).isEqualTo(2);
            assertThat(List.of(queue.get(), queue.get())).containsExactly(1, 3);
            queue.taskDone();
            queue.taskDone();
            assertThat(queue.join(Duration.ZERO)).isTrue();
            assertThat(queue.lease(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void onlyAllowedClassesAreDecodedWhereTheQueueWasCreated() throws Exception {
        try (ProcessQueue<Object> queue =
                        ProcessQueue.builder().allowClasses("java.util.*").create();
                Pool pool = Pool.open(1)) {
            queue.put(new Order("worker", List.of()));
            assertThat(pool.apply(() -> queue.get() instanceof Order)).isTrue();
            pool.apply(() -> {
                queue.put(new Order("x", List.of()));
                queue.put(Optional.of(3));
                return 0;
            });
            assertThatThrownBy(queue::get).isInstanceOf(PoolException.class).hasMessageContaining("Order");
            assertThat(queue.get()).isEqualTo(Optional.of(3));
        }
    }

    @Test
    void anItemThatADiskHasNoRoomForIsRefusedAndTheQueueGoesOn(@TempDir Path directory) throws Exception {
        SmallDisk.with(directory, "20m", disk -> {
            Path output = directory.resolve("output");
            Process program = OtherJvm.running(
                            FullDiskProgram.class,
                            output,
                            List.of("-Ddev.procpool.platform=portable", "-Djava.io.tmpdir=" + disk))
                    .start();

            program.waitFor();
            assertThat(output).content().contains("then 1, 2, 1048576 bytes, Optional[4]");
        });
    }

    /** Puts an item that is larger than the disk, and others before and after it. */
    static final class FullDiskProgram {

        public static void main(String[] args) throws Exception {
            try (ProcessQueue<Object> queue =
                    ProcessQueue.builder().maxBytes(64 << 20).create()) {
                queue.put(1);
                assertThatThrownBy(() -> queue.put(new byte[30 << 20]))
                        .isInstanceOf(PoolException.class)
                        .hasMessageContaining("no space left on device");
                assertThatThrownBy(() -> SharedArray.ofBytes(30 << 20))
                        .isInstanceOf(PoolException.class)
                        .hasMessageContaining("no space left on device");
                queue.put(2);
                queue.put(new byte[1 << 20]);
                ChildProcess child = ChildProcess.of(() -> {
                    queue.put(4);
                    return null;
                });
                child.start();
                child.join();
                System.out.println("then " + queue.get() + ", " + queue.get() + ", " + ((byte[]) queue.get()).length
                        + " bytes, " + queue.poll(LONG));
            }
        }
    }
}
