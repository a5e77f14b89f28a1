package dev.procpool.protocol.channel;

import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;

/**
 * A clock that advances by bytes instead of by time, so that a queue starts a new file after a fixed number of bytes,
 * and a consumed file can be deleted. Written by the writer of the queue only.
 */
final class SizeRolling implements TimeProvider {

    private final RollCycle rollCycle;
    private final long bytesPerFile;
    private long writtenToFile;
    private volatile long cycle;

    SizeRolling(RollCycle rollCycle, long bytesPerFile) {
        this.rollCycle = rollCycle;
        this.bytesPerFile = bytesPerFile;
    }

    void beforeWriting(int bytes) {
        if (writtenToFile > 0 && writtenToFile + bytes > bytesPerFile) {
            writtenToFile = 0;
            cycle++;
        }
        writtenToFile += bytes;
    }

    @Override
    public long currentTimeMillis() {
        return cycle * rollCycle.lengthInMillis();
    }
}
