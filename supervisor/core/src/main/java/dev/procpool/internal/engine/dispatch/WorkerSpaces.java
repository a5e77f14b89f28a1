package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.code.ShippedSpace;
import dev.procpool.internal.code.ShippedSpace.Life;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.Classes;
import dev.procpool.protocol.message.Command.Enter;
import dev.procpool.protocol.message.Command.Forget;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The spaces of classes that a worker has, and the one that it is in. A worker keeps those that it used last; the
 * commands that make it forget one come after all chunks that need it. Guarded by the engine lock.
 */
final class WorkerSpaces {

    /** The number of spaces that a worker keeps, without that of the initializer. */
    static final int KEPT = 4;

    /** A worker that has had this number of spaces is replaced, as classes may leave something behind. */
    static final int MOST = 32;

    private static final long CLASS_PATH = 0;
    private static final float LOAD = 0.75f;

    private record Space(Life life, Set<Long> sent) {}

    /** In the order of their last use. */
    private final Map<Long, Space> spaces = new LinkedHashMap<>(2 * KEPT, LOAD, true);

    private long current = CLASS_PATH;
    private int opened;

    /** Whether the worker is where it needs no classes but those of its class path. */
    boolean isOnClassPath() {
        return current == CLASS_PATH;
    }

    /** Whether the worker has had more spaces than it should. */
    boolean isWornOut() {
        return opened >= MOST;
    }

    /** Has the worker go back to its class path. */
    void leave(Consumer<Command> commands) {
        current = CLASS_PATH;
        commands.accept(new Enter(CLASS_PATH));
    }

    /**
     * Has the worker enter a space, and sends it what the space has and the worker does not.
     *
     * @return the ids of what was defined in the space
     */
    Set<Long> enter(ShippedSpace space, Consumer<Command> commands) {
        Space here = spaces.get(space.id());
        if (here == null) {
            here = new Space(space.life(), new HashSet<>());
            spaces.put(space.id(), here);
            opened++;
            dropOldest(commands);
        }
        for (ShippedSpace.Unit unit : space.units()) {
            if (here.sent.add(unit.id())) {
                commands.accept(new Classes(space.id(), unit.bundle()));
            }
        }
        if (current != space.id()) {
            current = space.id();
            commands.accept(new Enter(current));
        }
        return here.sent;
    }

    private void dropOldest(Consumer<Command> commands) {
        long kept = spaces.values().stream()
                .filter(space -> space.life != Life.POOL)
                .count();
        if (kept <= KEPT) {
            return;
        }
        for (Iterator<Map.Entry<Long, Space>> all = spaces.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Space> oldest = all.next();
            if (oldest.getValue().life != Life.POOL) {
                all.remove();
                forgotten(oldest.getKey());
                commands.accept(new Forget(oldest.getKey()));
                return;
            }
        }
    }

    /** Removes a function from the spaces; returns whether any of them had it. */
    boolean removeFunction(long id) {
        boolean removed = false;
        for (Space space : spaces.values()) {
            removed |= space.sent.remove(id);
        }
        return removed;
    }

    /** Removes a space; returns whether the worker had it. */
    boolean remove(long id) {
        boolean had = spaces.remove(id) != null;
        if (had) {
            forgotten(id);
        }
        return had;
    }

    /** A worker that is to forget the space that it is in goes back to its class path. */
    private void forgotten(long id) {
        if (current == id) {
            current = CLASS_PATH;
        }
    }
}
