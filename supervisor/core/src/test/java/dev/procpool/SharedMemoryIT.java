package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Leftovers;
import dev.procpool.testing.SmallDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory: names, sizes and buffers. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class SharedMemoryIT {

    private final String name = "test-" + UUID.randomUUID();

    @Test
    void aBlockThatIsAttachedByNameIsTheSameMemory() throws Exception {
        try (SharedMemory created = SharedMemory.create(name, 512);
                SharedMemory attached = SharedMemory.attach(name)) {
            created.buffer().put(0, (byte) 42);
            attached.buffer().put(511, (byte) 43);

            assertThat(attached.name()).isEqualTo(name);
            assertThat(attached.size()).isEqualTo(512);
            assertThat(attached.buffer().get(0)).isEqualTo((byte) 42);
            assertThat(created.buffer(511, 1).get(0)).isEqualTo((byte) 43);
        }
    }

    @Test
    void aNewBlockIsZeroAndInTheNativeOrderAndMayHaveANameOfItsOwn() throws Exception {
        try (SharedMemory one = SharedMemory.create(100_000);
                SharedMemory other = SharedMemory.create(1)) {
            ByteBuffer whole = one.buffer();

            assertThat(one.name()).isNotEqualTo(other.name());
            assertThat(whole.order()).isEqualTo(ByteOrder.nativeOrder());
            assertThat(whole).isEqualTo(ByteBuffer.allocate(100_000));
        }
    }

    @Test
    void refusesSizesAndNamesThatMakeNoSense() {
        for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> SharedMemory.create(name, size)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String odd : new String[] {"", "a/b", "../x", "a b", "x@y"}) {
            assertThatThrownBy(() -> SharedMemory.create(odd, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SharedMemory.attach(odd)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SharedMemory.attach(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> SharedMemory.create(null, 1)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aNameStandsForOneBlockUntilThatIsUnlinked() throws Exception {
        assertThatThrownBy(() -> SharedMemory.attach(name))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(name);
        SharedMemory first = SharedMemory.create(name, 8);
        assertThatThrownBy(() -> SharedMemory.create(name, 8))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(name);
        first.buffer().putInt(0, 1);
        first.unlink();

        assertThatThrownBy(first::unlink).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> SharedMemory.attach(name)).isInstanceOf(NoSuchFileException.class);
        try (SharedMemory second = SharedMemory.create(name, 16)) {
            first.close(); // must not touch the second one
            assertThat(SharedMemory.attach(name).size()).isEqualTo(16);
            assertThat(second.buffer().getInt(0)).isZero();
        }
        assertThat(MemoryFiles.of(name)).isEmpty();
    }

    @Test
    void everyHandleMayUnlinkAndOnlyTheCreatorsDoesSoByClosing() throws Exception {
        try (SharedMemory created = SharedMemory.create(name, 8)) {
            SharedMemory.attach(name).close();
            try (SharedMemory attached = SharedMemory.attach(name)) {
                attached.unlink();
            }
            assertThatThrownBy(created::unlink).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void aBufferOutlivesItsHandleAndItsBlock() throws Exception {
        SharedMemory memory = SharedMemory.create(name, 1 << 20);
        ByteBuffer buffer = memory.buffer();

        memory.close();
        memory.close();
        System.gc();
        buffer.putInt(1_000_000, 42);

        assertThat(buffer.getInt(1_000_000)).isEqualTo(42);
        assertThat(memory.size()).isEqualTo(1 << 20);
        assertThatThrownBy(memory::buffer).isInstanceOf(IllegalStateException.class);
        assertThat(MemoryFiles.of(name)).isEmpty();
    }

    @Test
    void aBlockThatHasNoRoomIsRefusedAndLeavesNothing(@TempDir Path directory) throws Exception {
        SmallDisk.with(directory, "20m", disk -> {
            Path output = directory.resolve("output");
            Process process = OtherJvm.running(
                            TooLarge.class,
                            output,
                            List.of("-Ddev.procpool.platform=portable", "-Djava.io.tmpdir=" + disk),
                            name)
                    .start();

            assertThat(process.waitFor()).isZero();
            assertThat(output).content().contains("there is no room for").contains("then 1048576");
            assertThat(disk.toFile().getUsableSpace()).isGreaterThan(19 << 20);
        });
    }

    /** Creates a block that is too large, and one that is not. */
    static final class TooLarge {

        public static void main(String[] args) throws Exception {
            try {
                SharedMemory.create(args[0], 30 << 20).close();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
            try (SharedMemory memory = SharedMemory.create(args[0], 1 << 20)) {
                System.out.println("then " + memory.size());
            }
        }
    }

    @Test
    void aSizeThatNoMachineHasIsRefusedAtOnceAndLeavesNothing() {
        assertThatThrownBy(() -> SharedMemory.create(name, 1L << 60))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no room for 1152921504606846976 bytes");
        assertThat(MemoryFiles.ofProcess(ProcessHandle.current().pid())).isEmpty();
    }

    @Test
    void aThreadThatWasInterruptedCanStillUseSharedMemory() throws Exception {
        Thread.currentThread().interrupt();
        try (SharedMemory memory = SharedMemory.create(name, 8);
                SharedMemory attached = SharedMemory.attach(name)) {
            assertThat(attached.size()).isEqualTo(memory.size());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void threadsThatCreateTheSameNameShareOutOneBlockEach() throws Exception {
        List<Thread> threads = new ArrayList<>();
        AtomicInteger created = new AtomicInteger();
        List<SharedMemory> blocks = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 20; n++) {
                    try {
                        blocks.add(SharedMemory.create(name + n, 4096));
                        created.incrementAndGet();
                    } catch (FileAlreadyExistsException e) {
                        // Another thread was first.
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(created).hasValue(20);
        blocks.forEach(SharedMemory::close);
        assertThat(MemoryFiles.ofProcess(ProcessHandle.current().pid())).isEmpty();
    }
}
