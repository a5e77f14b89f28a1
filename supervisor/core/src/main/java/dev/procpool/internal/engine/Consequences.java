package dev.procpool.internal.engine;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.base.Loggers;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The effects of changes that have to wait until the engine lock is free: waking, killing, spawning. Guarded by the
 * engine lock; the list that {@link #take} returns belongs to the caller.
 */
public final class Consequences {

    private static final System.Logger LOG = Loggers.of(Consequences.class);

    private List<Runnable> consequences = new ArrayList<>();
    private final Set<Call> settled = new LinkedHashSet<>();

    /** Notes something to do. It must not be needed any more if the JVM ends first. */
    public void then(Runnable consequence) {
        consequences.add(consequence);
    }

    /** Notes a call of which items were settled: its waiters are woken. */
    public void settled(Call call) {
        settled.add(call);
    }

    /** Whether calls were settled since the last {@link #take}. */
    boolean anySettled() {
        return !settled.isEmpty();
    }

    /** Takes all that was noted, in order, settled calls first. */
    List<Runnable> take() {
        if (settled.isEmpty() && consequences.isEmpty()) {
            return List.of();
        }
        List<Runnable> all = new ArrayList<>(settled.size() + consequences.size());
        settled.forEach(call -> all.add(call::signal));
        all.addAll(consequences);
        settled.clear();
        consequences = new ArrayList<>();
        return all;
    }

    /**
     * Carries out consequences that were taken, without any lock. One that fails does not keep the others from
     * happening.
     */
    static void carryOut(List<Runnable> taken) {
        for (Runnable consequence : taken) {
            try {
                consequence.run();
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "procpool: a consequence of a change failed", e);
            }
        }
    }
}
