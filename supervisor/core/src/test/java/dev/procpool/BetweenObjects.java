package dev.procpool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An object of each class between processes, whose home is the process that created them.
 *
 * @param witness the file of a {@link Witness}, which {@code lock} protects
 * @param total only grows
 * @param pair two equal numbers, which the lock of the array protects
 * @param permits {@link #PERMITS} of them
 */
record BetweenObjects(
        String witness,
        ProcessLock lock,
        ProcessEvent event,
        SharedLong total,
        SharedArray.OfLong pair,
        ProcessSemaphore permits)
        implements AutoCloseable {

    static final int PERMITS = 2;

    /** @param file a new one */
    static BetweenObjects create(String file) throws IOException {
        return new BetweenObjects(
                Witness.create(Path.of(file)),
                ProcessLock.create(),
                ProcessEvent.create(),
                SharedLong.of(0),
                SharedArray.ofLongs(2),
                ProcessSemaphore.bounded(PERMITS));
    }

    @Override
    public void close() {
        lock.close();
        event.close();
        total.close();
        pair.close();
        permits.close();
    }
}
