package dev.procpool.internal.engine.watch;

import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.protocol.channel.ProgressWords.Report;
import java.util.Optional;

/** Follows the progress that running items report in the mapped words. Guarded by the engine lock. */
final class ProgressWatch {

    private final Observers observers;

    ProgressWatch(Observers observers) {
        this.observers = observers;
    }

    /** Takes in the last report of the item that a worker runs, if it is a new one. */
    void look(Worker worker, Assignment held, long ordinal, long nowNanos) {
        Optional<Report> read = worker.progress().read();
        if (read.isEmpty()) {
            return;
        }
        Report report = read.get();
        Sighting sighting = worker.sighting;
        if (report.number() == sighting.seenReport || report.ordinal() != ordinal) {
            return;
        }
        sighting.seenReport = report.number();
        sighting.reportedOrdinal = ordinal;
        sighting.done = Math.max(0, report.done());
        sighting.total = Math.max(0, report.total());
        sighting.reportedNanos = nowNanos;
        observers.progressed(worker, held, ordinal, sighting.done, sighting.total);
    }

    /** How long an item has run without a new report, of {@code sinceNanos} since it was first seen. */
    static long stalledNanos(Sighting sighting, long ordinal, long sinceNanos, long nowNanos) {
        return hasReported(sighting, ordinal) ? nowNanos - sighting.reportedNanos : sinceNanos;
    }

    /** The place where an item stopped, for a message. */
    static String place(Sighting sighting, long ordinal) {
        if (!hasReported(sighting, ordinal)) {
            return ", and has never reported any";
        }
        return ", at " + sighting.done + (sighting.total == 0 ? "" : " of " + sighting.total);
    }

    private static boolean hasReported(Sighting sighting, long ordinal) {
        return sighting.seenReport != 0 && sighting.reportedOrdinal == ordinal;
    }
}
