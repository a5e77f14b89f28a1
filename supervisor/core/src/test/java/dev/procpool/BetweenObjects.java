package dev.procpool;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Objects of most classes between processes, whose home is the process that created them.
 *
 * @param witness the file of a {@link Witness}, which {@code lock} protects
 * @param memory two equal numbers, which {@code lock} protects, too
 * @param total only grows
 * @param area only grows, and is a whole number
 * @param pair two equal numbers, which the lock of the array protects
 * @param permits {@link #PERMITS} of them
 */
record BetweenObjects(
        String witness,
        ProcessLock lock,
        SharedMemory memory,
        ProcessEvent event,
        SharedLong total,
        SharedDouble area,
        SharedArray.OfLong pair,
        ProcessSemaphore permits,
        BetweenQueues queues,
        BetweenMeetings meetings)
        implements AutoCloseable {

    static final int PERMITS = 2;

    /** @param file a new one */
    static BetweenObjects create(String file) throws IOException {
        return new BetweenObjects(
                Witness.create(Path.of(file)),
                ProcessLock.create(),
                SharedMemory.create(2 * Long.BYTES),
                ProcessEvent.create(),
                SharedLong.of(0),
                SharedDouble.of(0),
                SharedArray.ofLongs(2),
                ProcessSemaphore.bounded(PERMITS),
                BetweenQueues.create(),
                BetweenMeetings.create());
    }

    @Override
    public void close() {
        lock.close();
        memory.close();
        event.close();
        total.close();
        area.close();
        pair.close();
        permits.close();
        queues.close();
        meetings.close();
    }
}
