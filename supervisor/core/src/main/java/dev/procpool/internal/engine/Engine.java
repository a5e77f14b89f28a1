package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.PoolStats;
import dev.procpool.WorkerInfo;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.ListenerQueue;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.protocol.message.Command;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A pool of worker processes, as the front sees it. Thread-safe.
 *
 * <p>All state is behind the {@link EngineLock}: a thread that changes something takes it, and at the end of its
 * change assigns what can be assigned, see {@link #endOfChange}. Events are read by the holder of the {@link
 * ReaderRole}, see {@link Readers}. The {@link BackgroundThread} keeps the deadlines.
 */
public final class Engine implements Backend {

    private final EngineLock lock;
    private final PoolLife life;
    private final ReaderRole role = new ReaderRole();
    private final Rooms rooms;
    private final EventReader reader;
    private final Readers readers;
    private final Admission admission;
    private final Deadlines deadlines;
    private final MemorySampler memory;
    private final Shutdown shutdown;

    /** Whether the workers are started by the first use of the pool. Written under the lock, once it is published. */
    private volatile boolean awaitsUse;

    /** Makes the launcher of the engine. */
    public interface Launching {

        /** Makes the launcher that reports to this listener. */
        WorkerLauncher launcher(WorkerLauncher.Listener listener);
    }

    /**
     * @param initializer the commands that workers get first; none if they are ready at once
     * @param listener receives the events of workers and items
     */
    public Engine(PoolConfig config, List<Command> initializer, Optional<ListenerQueue> listener, Launching launching) {
        PoolName name = new PoolName(config.name());
        this.life = new PoolLife(name);
        Consequences consequences = new Consequences();
        Observers observers = new Observers(name, listener, consequences);
        this.lock = new EngineLock(consequences, this::endOfChange, this::breakBy);
        LauncherNews news = new LauncherNews(lock, consequences);
        WorkerLauncher launcher = launching.launcher(news);
        this.rooms = new Rooms(
                config,
                initializer,
                consequences,
                launcher,
                observers,
                lock::change,
                news::captureStackAndKill,
                this::wakeBackground);
        EventIntake intake = new EventIntake(lock, rooms);
        this.reader = new EventReader(intake);
        Exits exits = new Exits(lock, reader, rooms.exits, life);
        this.shutdown = new Shutdown(lock, life, rooms, exits, observers, launcher, role, reader);
        this.readers = new Readers(role, reader, intake, exits, rooms, shutdown, consequences);
        this.admission = new Admission(lock, config, rooms, life, role::unparkBackground);
        this.memory = new MemorySampler(lock, config, rooms);
        this.deadlines = new Deadlines(lock, rooms.dueWork, memory, consequences, this::wakeBackground);
        news.goTo(launcher, rooms, reader, exits, readers);
        role.setBackground(new BackgroundThread(name, lock, readers, deadlines, shutdown).start());
    }

    /** Spawns the workers; called once. */
    public void start() {
        lock.change(rooms.workers.sizing::start);
        role.unparkBackground();
    }

    /** Has the workers spawned by the first use of the pool; called once, instead of {@link #start}. */
    public void startAtFirstUse() {
        awaitsUse = true;
    }

    private void use() {
        if (awaitsUse) {
            lock.change(() -> {
                if (awaitsUse && life.isRunning()) {
                    awaitsUse = false;
                    rooms.workers.sizing.start();
                }
            });
            role.unparkBackground();
        }
    }

    // ---- the end of a change

    /** Under the lock, after each change: does what the change has made possible or necessary. */
    private void endOfChange() {
        assign();
        shutdown.advance();
        deadlines.refresh();
        admission.wakeSubmitters();
        readers.refresh();
    }

    private void assign() {
        try {
            rooms.handOut.assign(life.isRunning());
        } catch (Throwable e) {
            breakBy(e);
        }
    }

    private void breakBy(Throwable cause) {
        shutdown.breakBy(cause);
    }

    private void wakeBackground() {
        readers.wakeBackground();
    }

    // ---- submitting and waiting

    @Override
    public boolean encodes() {
        return true;
    }

    @Override
    public int size() {
        return rooms.workers.roster.target();
    }

    @Override
    public void submit(Batch batch) {
        StackProbe.requireRoom();
        use();
        admission.submit(batch);
    }

    @Override
    public void offer(Source source) {
        use();
        admission.offer(source);
    }

    @Override
    public void requireOpen() {
        admission.requireOpen();
    }

    @Override
    public void requireOpenForMore() {
        admission.requireOpenForMore();
    }

    @Override
    public void attend() {
        readers.attend();
    }

    @Override
    public void nudge() {
        reader.wakeup();
    }

    @Override
    public boolean await(Call call, long deadlineNanos) throws InterruptedException {
        if (call.isReady()) {
            return true;
        }
        StackProbe.requireRoom();
        return awaitSubmitted(call, deadlineNanos);
    }

    @Override
    public boolean awaitSubmitted(Call call, long deadlineNanos) throws InterruptedException {
        return readers.await(call, deadlineNanos);
    }

    @Override
    public boolean awaitReady(long deadlineNanos) throws InterruptedException {
        use();
        return admission.awaitReady(deadlineNanos);
    }

    @Override
    public void takesMore() {
        lock.change(Engine::nothing);
        readers.attend();
    }

    private static void nothing() {
        // The end of the change sends what can be sent.
    }

    // ---- ending calls

    @Override
    public void cancel(Call call, Running running) {
        call.markCancelled();
        lock.change(() -> {
            Settlement.Why why = () -> new CancellationException("task " + call.id() + " was cancelled");
            rooms.cancellation.cancel(call, running, why);
        });
    }

    @Override
    public void finished(Call call) {
        if (call.function().shared() && call.classes.areOnClassPath() && call.deadlineNanos() == Call.NO_LIMIT) {
            return;
        }
        lock.look(() -> {
            rooms.items.ledger.finished(call);
            rooms.dispatcher.forget(call);
            return null;
        });
    }

    @Override
    public void forget(long sharedId) {
        lock.change(() -> rooms.dispatcher.forgetShared(sharedId));
    }

    // ---- other workers

    @Override
    public void restart(int workerId) {
        use();
        admission.changeWhileOpen(() -> {
            List<Worker> found = rooms.workers.roster.workers().stream()
                    .filter(w -> w.id == workerId)
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("there is no worker " + workerId);
            }
            found.forEach(worker -> rooms.workers.replacements.replace(worker, "was to be restarted"));
        });
    }

    @Override
    public void restartAll() {
        use();
        admission.changeWhileOpen(() -> List.copyOf(rooms.workers.roster.workers())
                .forEach(worker -> rooms.workers.replacements.replace(worker, "was to be restarted")));
    }

    @Override
    public void resize(int size) {
        use();
        admission.changeWhileOpen(() -> rooms.workers.sizing.resize(size));
    }

    // ---- ending the pool

    @Override
    public void shutdown() {
        shutdown.begin();
    }

    @Override
    public void terminate() {
        shutdown.terminate();
    }

    @Override
    public boolean join(long deadlineNanos) throws InterruptedException {
        return shutdown.join(deadlineNanos);
    }

    @Override
    public boolean isShutdown() {
        return !life.isRunning();
    }

    // ---- what there is

    @Override
    public List<WorkerInfo> workers() {
        use();
        return memory.infos();
    }

    @Override
    public PoolStats stats() {
        return lock.look(rooms.statistics::stats);
    }
}
