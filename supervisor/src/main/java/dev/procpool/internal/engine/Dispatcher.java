package dev.procpool.internal.engine;

import dev.procpool.internal.pool.Call;
import dev.procpool.internal.pool.FunctionCode;
import dev.procpool.protocol.Command;
import dev.procpool.protocol.Command.Commit;
import dev.procpool.protocol.Command.DefineFunction;
import dev.procpool.protocol.Command.ForgetFunction;
import dev.procpool.protocol.Command.RunChunk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides which worker gets which items, and writes them to its queue. Guarded by the engine lock.
 *
 * <p>How much is sent ahead is bounded by the time it will take, not by its number: a worker that holds something gets more
 * only if what it holds is known to be quick. Chunks shrink towards the end (guided self-scheduling).
 */
final class Dispatcher {

    /** What one frame may take to run, and what may be sent ahead. */
    private static final long AHEAD_NANOS = 1_000_000;

    private static final int MAX_FRAMES_AHEAD = 2;
    private static final int MAX_CHUNK_BYTES = 1 << 20;
    private static final int MAX_CHUNK_ITEMS = 1 << 16;

    /** Larger functions travel in a frame of their own. */
    private static final int SMALL_FUNCTION = 64 * 1024;

    private final Worker[] workers;
    private final RunTimes runTimes;
    private final Deque<PendingItems> pending = new ArrayDeque<>();
    private long pendingItems;
    private long uses;

    Dispatcher(Worker[] workers, RunTimes runTimes) {
        this.workers = workers;
        this.runTimes = runTimes;
    }

    void add(PendingItems items) {
        pending.addLast(items);
        pendingItems += items.count();
    }

    /** Puts items back that were sent already: they come first. The last of the list comes last. */
    void addFirst(List<PendingItems> again) {
        for (int i = again.size() - 1; i >= 0; i--) {
            pending.addFirst(again.get(i));
            pendingItems += again.get(i).count();
        }
    }

    /** Takes out what nobody has started. */
    void removeAll(Call call, Consumer<PendingItems> removed) {
        for (Iterator<PendingItems> all = pending.iterator(); all.hasNext(); ) {
            PendingItems items = all.next();
            if (call == null || items.call() == call) {
                all.remove();
                pendingItems -= items.count();
                removed.accept(items);
            }
        }
    }

    long pendingItems() {
        return pendingItems;
    }

    /** Sends what may be sent now; returns how many items. */
    long assign(long nowNanos) {
        long sent = 0;
        while (!pending.isEmpty()) {
            Worker worker = pick();
            if (worker == null) {
                break;
            }
            sent += sendFrame(worker, nowNanos);
        }
        return sent;
    }

    /** An idle worker, first one that never had an item, then the most recently used; else one to be sent ahead to. */
    private Worker pick() {
        Worker best = null;
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.IDLE && (best == null || isBetterIdle(worker, best))) {
                best = worker;
            }
        }
        return best != null ? best : pickAhead();
    }

    private static boolean isBetterIdle(Worker worker, Worker best) {
        if (worker.lastUsed == 0 || best.lastUsed == 0) {
            return worker.lastUsed == 0 && best.lastUsed != 0;
        }
        return worker.lastUsed > best.lastUsed;
    }

    private Worker pickAhead() {
        Worker best = null;
        long least = AHEAD_NANOS;
        for (Worker worker : workers) {
            if (worker.state() == WorkerState.BUSY && worker.framesHeld() < MAX_FRAMES_AHEAD) {
                long nanos = expectedNanos(worker);
                if (nanos < least) {
                    least = nanos;
                    best = worker;
                }
            }
        }
        return best;
    }

    private long expectedNanos(Worker worker) {
        long sum = 0;
        for (Assignment held : worker.held) {
            long each =
                    runTimes.nanosPerItem(held.chunk().batch().call().function().id());
            if (each == RunTimes.UNKNOWN) {
                return Long.MAX_VALUE;
            }
            sum += each * held.unsettled();
        }
        return sum;
    }

    private long sendFrame(Worker worker, long nowNanos) {
        worker.commands.begin();
        for (long functionId : worker.functionsToForget) {
            worker.commands.add(new ForgetFunction(functionId));
        }
        worker.functionsToForget.clear();
        worker.framesSent++;
        long items = 0;
        long nanos = 0;
        do {
            PendingItems head = pending.peekFirst();
            define(worker, head.call().function());
            Chunk chunk = head.cut(chunkItems(head), MAX_CHUNK_BYTES);
            if (head.isEmpty()) {
                pending.removeFirst();
            }
            pendingItems -= chunk.count();
            hold(worker, chunk, nowNanos);
            items += chunk.count();
            long each = runTimes.nanosPerItem(chunk.batch().call().function().id());
            nanos += each == RunTimes.UNKNOWN ? AHEAD_NANOS : each * chunk.count();
        } while (!pending.isEmpty()
                && worker.commands.size() < MAX_CHUNK_BYTES
                && items < share()
                && nanos < AHEAD_NANOS);
        if (worker.state() == WorkerState.IDLE) {
            worker.transitionTo(WorkerState.BUSY, "has items");
        }
        worker.lastUsed = ++uses;
        flush(worker);
        return items;
    }

    private void define(Worker worker, FunctionCode function) {
        if (!worker.knownFunctions.add(function.id())) {
            return;
        }
        boolean large = function.encoded().length > SMALL_FUNCTION;
        if (large && !worker.commands.isEmpty()) {
            flush(worker);
            worker.commands.begin();
        }
        worker.commands.add(new DefineFunction(function.id(), function.encoded()));
        if (large) {
            flush(worker);
            worker.commands.begin();
        }
    }

    private void hold(Worker worker, Chunk chunk, long nowNanos) {
        Call call = chunk.batch().call();
        worker.commands.add(new RunChunk(
                worker.nextOrdinal,
                call.function().id(),
                chunk.count(),
                call.options().commitPerItem() ? Commit.PER_ITEM : Commit.BATCHED,
                chunk.items()));
        worker.held.addLast(new Assignment(chunk, worker.nextOrdinal, nowNanos, worker.framesSent));
        worker.nextOrdinal += chunk.count();
    }

    /** Sends a single command in a frame of its own. */
    void send(Worker worker, Command command) {
        worker.commands.begin();
        worker.commands.add(command);
        flush(worker);
    }

    private static void flush(Worker worker) {
        worker.link.commands().send(worker.commands.bytes());
        worker.commands.trim();
        worker.link.doorbell().ring();
    }

    private int chunkItems(PendingItems head) {
        int fixed = head.call().options().chunkSize();
        if (fixed > 0) {
            return fixed;
        }
        long each = runTimes.nanosPerItem(head.call().function().id());
        if (each == RunTimes.UNKNOWN) {
            return 1;
        }
        long quick = Math.max(1, AHEAD_NANOS / each);
        return (int) Math.min(Math.min(quick, share()), MAX_CHUNK_ITEMS);
    }

    /** What one worker may get of what is pending, so that the others get as much. */
    private long share() {
        long ready = 0;
        for (Worker worker : workers) {
            ready += worker.state().takesItems() ? 1 : 0;
        }
        return Math.max(1, pendingItems / (2 * Math.max(1, ready)));
    }
}
