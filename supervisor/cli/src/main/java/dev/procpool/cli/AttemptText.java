package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineResults.Attempt;
import java.nio.charset.StandardCharsets;

/**
 * The part of a JSON line, or of a line with a pid, that says how an item was run. Items that were done together have
 * the same, so its bytes are made once for them. Not thread-safe.
 */
final class AttemptText {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS = 1e3;

    private Attempt attempt;
    private long ranNanos;
    private byte[] json;
    private Attempt attemptOfPid;
    private byte[] pid;

    /** The members of a JSON object from the pid on, with the comma before. */
    byte[] json(LineResults item) {
        if (item.attempt() != attempt || item.ranNanos() != ranNanos) {
            attempt = item.attempt();
            ranNanos = item.ranNanos();
            json = json(attempt, ranNanos).getBytes(StandardCharsets.UTF_8);
        }
        return json;
    }

    static String json(Attempt attempt, long ranNanos) {
        return ",\"pid\":" + attempt.pid() + ",\"worker\":" + attempt.workerId() + ",\"attempt\":" + attempt.number()
                + ",\"queuedMs\":" + millis(attempt.queued().toNanos()) + ",\"runMs\":" + millis(ranNanos);
    }

    /** The pid with a tabulator. */
    byte[] pid(LineResults item) {
        if (item.attempt() != attemptOfPid) {
            attemptOfPid = item.attempt();
            pid = (attemptOfPid.pid() + "\t").getBytes(StandardCharsets.UTF_8);
        }
        return pid;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * MICROS) / MICROS;
    }
}
