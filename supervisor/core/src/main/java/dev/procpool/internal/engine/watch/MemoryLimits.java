package dev.procpool.internal.engine.watch;

import dev.procpool.PoolConfig;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.engine.workers.Replacements;
import dev.procpool.internal.engine.workers.StopCause;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.protocol.message.ProtocolException;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/** Replaces, or kills, workers that take more memory than they may. Guarded by the engine lock. */
public final class MemoryLimits {

    private static final System.Logger LOG = Loggers.of(MemoryLimits.class);

    private static final long MIB = 1 << 20;

    private final PoolConfig config;
    private final Recall recall;
    private final Replacements replacements;
    private final Stopping stopping;

    public MemoryLimits(PoolConfig config, Recall recall, WorkerRoom workers) {
        this.config = config;
        this.recall = recall;
        this.replacements = workers.replacements;
        this.stopping = workers.stopping;
    }

    /** Acts on a worker that has {@code bytes} of resident memory. */
    public void apply(Worker worker, long bytes) {
        if (!worker.isWorking()) {
            return;
        }
        OptionalLong hard = config.maxRss();
        OptionalLong soft = config.softMaxRss();
        if (hard.isPresent() && bytes > hard.getAsLong()) {
            kill(worker, bytes, hard.getAsLong());
        } else if (soft.isPresent() && bytes > soft.getAsLong()) {
            replacements.replace(
                    worker,
                    "has " + tooMuch(bytes) + " of resident memory, more than its soft limit of "
                            + limit(soft.getAsLong()));
        }
    }

    /** A size in MiB, rounded up, so that it differs from the limit that it exceeds. */
    private static String tooMuch(long bytes) {
        return mebibytes(bytes, RoundingMode.CEILING);
    }

    private static String limit(long bytes) {
        return mebibytes(bytes, RoundingMode.FLOOR);
    }

    private static String mebibytes(long bytes, RoundingMode rounding) {
        BigDecimal size = BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(MIB), 1, rounding);
        return size.stripTrailingZeros().toPlainString() + " MiB";
    }

    private void kill(Worker worker, long bytes, long limit) {
        String reason = "had " + tooMuch(bytes) + " of resident memory, more than its limit of " + limit(limit) + ",";
        try {
            worker.nowRunning().hold();
            recall.takeBack(worker);
        } catch (ProtocolException e) {
            LOG.log(Level.DEBUG, "{0} could not be held: {1}", worker, e.getMessage());
        }
        stopping.kill(worker, StopCause.MEMORY, reason);
    }
}
