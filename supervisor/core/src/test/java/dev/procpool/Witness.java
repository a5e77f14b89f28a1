package dev.procpool;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory that several processes map and change under a lock, with plain accesses: it notices when two of them are
 * inside at the same time.
 */
final class Witness {

    private static final int INSIDE = 0;
    private static final int COUNT = 8;
    private static final int VIOLATIONS = 16;
    private static final int SIZE = 64;

    private final MappedByteBuffer memory;

    private Witness(MappedByteBuffer memory) {
        this.memory = memory;
    }

    /** Creates the file; its name travels to other processes. */
    static String create(Path file) throws IOException {
        return Files.write(file, new byte[SIZE]).toString();
    }

    /** Opens the file in this process. */
    static Witness open(String file) throws IOException {
        return new Witness(SharedFiles.map(file, SIZE));
    }

    /** Adds one, as the holder of the lock. */
    void add(ProcessLock.Hold hold) {
        long me = ProcessHandle.current().pid() << 20 | Thread.currentThread().getId() & 0xfffff;
        long before = memory.getLong(INSIDE);
        boolean isAlone = before == 0 || hold.wasAbandoned();
        memory.putLong(INSIDE, me);
        long count = memory.getLong(COUNT);
        Thread.onSpinWait();
        memory.putLong(COUNT, count + 1);
        isAlone &= memory.getLong(INSIDE) == me;
        memory.putLong(INSIDE, 0);
        if (!isAlone) {
            memory.putLong(VIOLATIONS, memory.getLong(VIOLATIONS) + 1);
        }
    }

    long count() {
        return memory.getLong(COUNT);
    }

    long violations() {
        return memory.getLong(VIOLATIONS);
    }

    /** Adds {@code times} under the lock. */
    static int addTo(String file, ProcessLock lock, int times) throws Exception {
        Witness witness = open(file);
        for (int i = 0; i < times; i++) {
            try (ProcessLock.Hold hold = lock.acquire()) {
                witness.add(hold);
            }
        }
        return times;
    }
}
