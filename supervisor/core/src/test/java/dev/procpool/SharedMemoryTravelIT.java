package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procpool.testing.Leftovers;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handles of shared memory that travel to other processes. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class SharedMemoryTravelIT {

    private final String name = "test-" + UUID.randomUUID();

    private record Labelled(String label, SharedMemory memory) implements Serializable {}

    private static String text(SharedMemory memory) {
        byte[] bytes = new byte[5];
        memory.buffer().get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static int put(SharedMemory memory, String text) {
        memory.buffer().put(text.getBytes(StandardCharsets.US_ASCII));
        return text.length();
    }

    @Test
    void aHandleTravelsAsArgumentWithinALambdaAndWithinARecord() throws Exception {
        try (SharedMemory memory = SharedMemory.create(64);
                Pool pool = Pool.open(2)) {
            assertThat(pool.apply((SharedMemory m) -> put(m, "first"), memory)).isEqualTo(5);
            assertThat(text(memory)).isEqualTo("first");
            assertThat(pool.apply(() -> put(memory, "howdy"))).isEqualTo(5);
            assertThat(text(memory)).isEqualTo("howdy");
            assertThat(pool.apply((Labelled l) -> l.label() + text(l.memory()), new Labelled("it says ", memory)))
                    .isEqualTo("it says howdy");
        }
    }

    @Test
    void aChildWritesByNameAndByHandle() throws Exception {
        try (SharedMemory memory = SharedMemory.create(name, 64)) {
            String its = name;
            run(ChildProcess.of(() -> put(SharedMemory.attach(its), "howdy")));
            assertThat(text(memory)).isEqualTo("howdy");
            run(ChildProcess.of(() -> {
                ChildProcess grandchild = ChildProcess.of(() -> put(memory, "hello"));
                run(grandchild);
                return null;
            }));
            assertThat(text(memory)).isEqualTo("hello");
        }
    }

    private static void run(ChildProcess child) throws InterruptedException {
        child.start();
        child.join();
        assertThat(child.exitCode()).hasValue(0);
        child.close();
    }

    @Test
    void aWorkerGivesItsBlockToThisProcessForAsLongAsTheWorkerLives() throws Exception {
        String its;
        try (Pool pool = Pool.open(1)) {
            SharedMemory memory = pool.apply(() -> {
                SharedMemory made = SharedMemory.create(64);
                put(made, "howdy");
                return made;
            });
            its = memory.name();
            assertThat(text(memory)).isEqualTo("howdy");
            memory.close();
            assertThat(SharedMemory.attach(its).size()).isEqualTo(64);
        }
        assertThatThrownBy(() -> SharedMemory.attach(its)).isInstanceOf(NoSuchFileException.class);
    }

    /** The handles that have arrived in a worker. */
    private static final List<SharedMemory> ARRIVED = Collections.synchronizedList(new ArrayList<>());

    /** Keeps a handle; says now and then how often its block is mapped. */
    private static long keep(SharedMemory memory) throws IOException {
        ARRIVED.add(memory);
        if (ARRIVED.size() % 1000 != 1) {
            return 1;
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(memory.name() + "@")).count();
        }
    }

    @Test
    void aProcessMapsABlockOnceHoweverManyHandlesOfItArrive() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "needs the list of mappings of Linux");
        try (SharedMemory memory = SharedMemory.create(name, 64);
                Pool pool = Pool.open(2)) {
            assertThat(pool.map(SharedMemoryTravelIT::keep, Collections.nCopies(100_000, memory)))
                    .hasSize(100_000)
                    .containsOnly(1L);
            assertThat(memory.buffer().get(0)).isZero();
        }
    }

    @Test
    void aHandleWhoseBlockIsGoneFailsTheItemThatCarriesIt() throws Exception {
        SharedMemory memory = SharedMemory.create(name, 64);
        memory.unlink();
        try (SharedMemory another = SharedMemory.create(name, 64);
                Pool pool = Pool.open(1)) {
            assertThatThrownBy(() -> pool.apply((SharedMemory m) -> m.size(), memory))
                    .as("although there is another block of that name")
                    .isInstanceOf(ArgumentUnreadableException.class)
                    .hasMessageContaining("cannot attach to the shared memory " + name);
            assertThat(pool.apply((SharedMemory m) -> m.size(), another)).isEqualTo(64);
        }
        memory.close();
    }
}
