package dev.procpool.internal.engine.dispatch;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.backend.SharedValue;
import dev.procpool.internal.code.ShippedSpace;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.engine.items.Chunk;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.items.Ledger;
import dev.procpool.internal.engine.items.PendingItems;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.RunTimeEstimate;
import dev.procpool.internal.engine.workers.Duty;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.internal.engine.workers.WorkerState;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.Classes;
import dev.procpool.protocol.message.Command.Commit;
import dev.procpool.protocol.message.Command.Define;
import dev.procpool.protocol.message.Command.Forget;
import dev.procpool.protocol.message.Command.RunChunk;
import java.util.List;
import java.util.Set;

/**
 * Sends items to the workers that {@link WorkerChoice} chooses, in the amounts that {@link ChunkSizing} computes.
 * Guarded by the engine lock.
 *
 * <p>The time that items will take bounds how many are sent ahead, not their number: a worker that holds items gets
 * more only if they are known to be quick.
 */
public final class Dispatcher {

    /** Is told when a worker is sent items. */
    public interface Arming {

        /** The worker has got the first items after it had none. */
        void begun(Worker worker);

        void sent(Worker worker, long nowNanos);
    }

    private static final int MAX_CHUNK_BYTES = 1 << 20;

    /** Larger functions and shared values travel in a frame of their own. */
    private static final int SMALL_DEFINITION = 64 * 1024;

    private final List<Worker> workers;
    private final PendingQueue pending;
    private final Ledger ledger;
    private final Duty duty;
    private final Arming arming;
    private final SendAhead sendAhead;
    private final UsefulWorkers useful;
    private final Candidates candidates;
    private final WorkerChoice choice;
    private final ChunkSizing sizing;
    private final WakeThreshold wakeThreshold;
    private long uses;
    private boolean lastMayBeQuick = true;
    private boolean sendsClasses;

    public Dispatcher(ItemRoom items, WorkerRoom workers, Arming arming) {
        this.workers = workers.roster.workers();
        this.pending = items.pending;
        this.ledger = items.ledger;
        this.duty = workers.duty;
        this.arming = arming;
        this.sendAhead = new SendAhead(this.workers, pending, items.runTimes);
        this.useful = new UsefulWorkers(this.workers);
        this.candidates = new Candidates(this.workers);
        this.choice = new WorkerChoice(this.workers, pending, candidates, useful, sendAhead);
        this.sizing = new ChunkSizing(pending, useful, sendAhead);
        this.wakeThreshold = new WakeThreshold(pending, sendAhead);
    }

    /** Sends the items that may be sent now. */
    public void assign() {
        choice.begin();
        if (!pending.hasSendable()) {
            return;
        }
        long nowNanos = System.nanoTime();
        while (pending.hasSendable()) {
            Worker worker = choice.choose(nowNanos);
            if (worker != null) {
                sendFrame(worker, nowNanos);
            } else if (choice.letsOthersPass()) {
                pending.setFirstClientAside();
            } else {
                break;
            }
        }
        pending.bringBack();
    }

    private void sendFrame(Worker worker, long nowNanos) {
        DispatchState state = worker.dispatch;
        beginFrame(worker);
        long items = 0;
        long nanos = 0;
        long frameNanos = sendAhead.frameNanos();
        long each;
        do {
            PendingItems head = pending.firstReady();
            RunTimeEstimate runTime = sendAhead.runTime(head);
            define(worker, head);
            sendsClasses |= head.space() != null;
            each = runTime.nanosPerItem();
            int wanted = sizing.items(worker, head, runTime, nowNanos);
            Chunk chunk = pending.cut(wanted, MAX_CHUNK_BYTES, each, nowNanos);
            add(worker, chunk, runTime, nowNanos);
            items += chunk.count();
            nanos += each == RunTimeEstimate.UNKNOWN ? frameNanos : each * chunk.count();
            lastMayBeQuick = each < SendAhead.SLOW_NANOS; // or unknown
        } while (pending.hasSendable()
                && worker.held.quota() != 0
                && worker.commands.size() < MAX_CHUNK_BYTES
                && items < sizing.frameShare(pending.firstReady(), each)
                && nanos < frameNanos);
        if (worker.state() == WorkerState.IDLE) {
            duty.begin(worker);
            state.heardOf(nowNanos);
            arming.begun(worker);
        }
        state.lastUsed = ++uses;
        worker.flush();
        arming.sent(worker, nowNanos);
    }

    private static void beginFrame(Worker worker) {
        DispatchState state = worker.dispatch;
        worker.commands.begin();
        for (long functionId : state.toForget) {
            worker.commands.add(new Forget(functionId));
        }
        state.toForget.clear();
        state.framesSent++;
    }

    /** Sends what the items need and the worker does not have: shared values, and after them the function. */
    private static void define(Worker worker, PendingItems items) {
        EncodedFunction function = items.call().function();
        Set<Long> defined = enter(worker, items.space());
        if (defined.add(function.id())) {
            define(worker, function.uses());
            define(worker, function.id(), function.encoded());
        }
        define(worker, items.uses());
    }

    /**
     * Has the worker enter the space of items, or its class path.
     *
     * @param space null for the class path
     * @return the ids of what was defined there
     */
    private static Set<Long> enter(Worker worker, ShippedSpace space) {
        WorkerSpaces spaces = worker.dispatch.spaces;
        if (space != null) {
            return spaces.enter(space, command -> add(worker, command));
        }
        if (!spaces.isOnClassPath()) {
            spaces.leave(worker.commands::add);
        }
        return worker.dispatch.defined;
    }

    private static void add(Worker worker, Command command) {
        add(worker, command, command instanceof Classes classes ? classes.payload().length : 0);
    }

    private static void define(Worker worker, List<SharedHandle<?>> values) {
        for (int i = 0; i < values.size(); i++) { // most often there are none, and no iterator is needed
            SharedHandle<?> value = values.get(i);
            if (worker.dispatch.defined.add(value.id())) {
                define(worker, value.id(), SharedValue.of(value).encoded());
            }
        }
    }

    private static void define(Worker worker, long id, byte[] encoded) {
        add(worker, new Define(id, encoded), encoded.length);
    }

    private static void add(Worker worker, Command command, int bytes) {
        boolean large = bytes > SMALL_DEFINITION;
        if (large && !worker.commands.isEmpty()) {
            worker.flush();
            worker.commands.begin();
        }
        worker.commands.add(command);
        if (large) {
            worker.flush();
            worker.commands.begin();
        }
    }

    private void add(Worker worker, Chunk chunk, RunTimeEstimate runTime, long nowNanos) {
        Call call = chunk.batch().call();
        worker.commands.add(new RunChunk(
                worker.held.nextOrdinal(),
                call.function().id(),
                chunk.count(),
                call.options().commitPerItem() ? Commit.PER_ITEM : Commit.BATCHED,
                chunk.batch().layout(),
                chunk.batch().form(),
                chunk.items()));
        ledger.give(worker, chunk, nowNanos, worker.dispatch.framesSent, runTime);
    }

    // ---- news of workers

    /** A result of the worker was taken in. */
    public void heardOf(Worker worker, long nowNanos) {
        worker.dispatch.heardOf(nowNanos);
    }

    /** The item that the worker is running is slow: the worker gets no more items until it is heard of. */
    public void holdUp(Worker worker) {
        worker.dispatch.isHeldUp = true;
    }

    /** The worker has not started the items that it had: it is the last one to get more. */
    public void useLast(Worker worker) {
        worker.dispatch.lastUsed = -1;
    }

    /** The call is over: workers forget its function, and its space, with their next frame, unless others use them. */
    public void forget(Call call) {
        EncodedFunction function = call.function();
        for (Worker worker : workers) {
            DispatchState state = worker.dispatch;
            if (!function.shared()
                    && state.defined.remove(function.id()) | state.spaces.removeFunction(function.id())) {
                state.toForget.add(function.id());
            }
            call.classes.spacesOfItsOwn().forEach(id -> {
                if (state.spaces.remove(id)) {
                    state.toForget.add(id);
                }
            });
        }
    }

    /** No item will refer to this shared value any more: workers forget it now, as an idle worker would keep it. */
    public void forgetShared(long id) {
        for (Worker worker : workers) {
            if (worker.dispatch.defined.remove(id) && worker.isWorking()) {
                worker.send(new Forget(id));
            }
        }
    }

    // ---- what there is

    /** The workers that have had more spaces of classes than they should. */
    List<Worker> wornOut() {
        if (!sendsClasses) {
            return List.of();
        }
        return workers.stream().filter(worker -> worker.dispatch.isWornOut()).toList();
    }

    /** Which results wake the reader. */
    public WakeThreshold wakeThreshold() {
        return wakeThreshold;
    }

    /** Whether the item that was sent last is known to be quick, or not known yet. */
    public boolean lastMayBeQuick() {
        return lastMayBeQuick;
    }

    /** Whether a worker could be given something at once, and there is nothing else to give it. */
    public boolean anyIdleForNothing() {
        return (!pending.hasReady() || choice.holdsBack()) && candidates.bestIdle() != null;
    }

    /** When {@link #assign} has something to do though nothing has happened; {@code Times.NEVER} if it has not. */
    public long askAgainNanos() {
        return choice.askAgainNanos();
    }

    /** How many workers more the ready items could use, if the workers were there. */
    public long missingWorkers() {
        PendingItems head = pending.firstReady();
        RunTimeEstimate runTime = sendAhead.runTime(head);
        double count = useful.count(head, runTime);
        if (count == UsefulWorkers.UNLIMITED) {
            return pending.readyItems();
        }
        int running = useful.running(runTime, System.nanoTime()).size();
        return (long) Math.max(0, Math.ceil(count - running));
    }
}
