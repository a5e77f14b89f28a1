package dev.procpool.internal.backend;

import dev.procpool.PoolListener.Items;
import java.time.Duration;

/** Tells listeners of items that have ended, with the times of the attempt. */
public final class EndedItems {

    private EndedItems() {}

    /** The items of a settlement. */
    public static Items of(Call call, Settlement settlement) {
        if (settlement instanceof Settlement.Ran ran) {
            return new Items(
                    call.id(),
                    ran.firstIndex(),
                    ran.count(),
                    ran.attempt(),
                    ran.workerId(),
                    ran.pid(),
                    ran.startedNanos() == 0 ? null : call.wallClock().at(ran.startedNanos()),
                    Duration.ofNanos(ran.ranNanos()));
        }
        return new Items(call.id(), settlement.firstIndex(), settlement.count(), 1, 0, 0);
    }
}
