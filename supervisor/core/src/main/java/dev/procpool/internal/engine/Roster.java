package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.WorkerStartException;
import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.protocol.message.Command.Rehearse;
import dev.procpool.protocol.message.Command.Stop;
import dev.procpool.protocol.message.ProtocolException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Which workers there are: started, replaced, retired, stopped. Guarded by the engine lock: bookkeeping only, and what has
 * to happen outside of the lock is noted in {@link Consequences}.
 *
 * <p>A planned replacement starts the successor first; when that is ready the predecessor retires: it finishes what it has
 * started, and leaves. Such replacements that can wait happen one at a time. One that is not planned is met by a spare, if there
 * is any.
 */
final class Roster {

    private static final System.Logger LOG = Loggers.of(Roster.class);

    private static final long KILL_AFTER_TERM_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Who has just stood in has the processors to itself for so long, before the start of the next spare takes them. */
    private static final long STAND_IN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How a JVM ends that has come upon something broken. */
    private static final Set<String> CRASHES = Set.of("SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE");

    /** A worker's quota and age vary by a tenth, so that not all end together. */
    private static final int JITTER = 10;

    private static final int MAX_SUPPRESSED = 10;

    /** How long after its start timeout a worker may still be found ready, in case this JVM was held up itself. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final PoolConfig config;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<Integer, Integer> incarnations = new HashMap<>();
    private final Deque<Worker> toReplace = new ArrayDeque<>();
    private final RestartBudget budget;

    /** The deaths since the last item was settled that settled none, first one first. */
    private final List<WorkerStartException> futileDeaths = new ArrayList<>();

    private final Consequences changes;
    private final WorkerLauncher launcher;
    private final Observers observers;
    private final Recall recall;
    private final Runnable wakeEngine;
    private final RandomGenerator random;
    private final long startTimeoutNanos;
    private final long stopTimeoutNanos;
    private int target;
    private boolean anyWasReady;
    private long archiveDiscardedNanos = Times.NEVER;
    private boolean ended;

    /** @param wakeEngine makes the engine's own thread look again, outside of the lock */
    Roster(
            PoolConfig config,
            Consequences changes,
            WorkerLauncher launcher,
            Observers observers,
            Recall recall,
            Runnable wakeEngine,
            RandomGenerator random) {
        this.config = config;
        this.changes = changes;
        this.launcher = launcher;
        this.observers = observers;
        this.recall = recall;
        this.wakeEngine = wakeEngine;
        this.random = random;
        this.budget = new RestartBudget(config.restartPolicy(), random);
        this.target = config.processes();
        this.startTimeoutNanos = config.startTimeout().toNanos();
        this.stopTimeoutNanos = config.stopTimeout().toNanos();
    }

    /** All incarnations that are alive or not replaced yet, by worker id; not to be changed. */
    List<Worker> workers() {
        return workers;
    }

    /** How many workers there are to be. */
    int target() {
        return target;
    }

    void start() {
        for (int id = 1; id <= target; id++) {
            hire(id, 0);
        }
        for (int i = 0; i < config.warmSpares(); i++) {
            hireSpare(freeId(), 0);
        }
    }

    // ---- spares

    /** Whether this pool keeps spares. */
    boolean hasSpares() {
        return config.warmSpares() > 0;
    }

    private void hireSpare(int id, long delayNanos) {
        hire(id, delayNanos).isSpare = true;
    }

    /** Gives a vacant place to a spare that is ready, else to one that is starting; returns whether there is any. */
    private boolean fillFromSpares() {
        Optional<Worker> best = workers.stream()
                .filter(w -> w.isSpare && w.launched)
                .filter(w -> w.state() == WorkerState.SPARE || w.state() == WorkerState.STARTING)
                .min(Comparator.comparing((Worker w) -> w.state() == WorkerState.STARTING)
                        .thenComparing(w -> w.id));
        best.ifPresent(spare -> {
            spare.isSpare = false;
            setAgeLimit(spare);
            if (spare.state() == WorkerState.SPARE) {
                spare.transitionTo(WorkerState.IDLE, "stands in for one that is gone");
                spare.idleSinceNanos = System.nanoTime();
            }
        });
        return best.isPresent();
    }

    /** Starts spares until there are as many as there are to be. */
    private void hireSpares(long delayNanos) {
        long spares = workers.stream()
                .filter(w -> w.isSpare && w.isAlive() && w.stopCause == null)
                .count();
        for (long missing = config.warmSpares() - spares; missing > 0; missing--) {
            hireSpare(freeId(), delayNanos);
        }
    }

    /** An incarnation; empty once it is gone. */
    Optional<Worker> find(int id, int incarnation) {
        return workers.stream()
                .filter(w -> w.id == id && w.incarnation == incarnation)
                .findFirst();
    }

    private Worker hire(int id, long delayNanos) {
        int incarnation = incarnations.merge(id, 1, Integer::sum);
        long now = System.nanoTime();
        Worker worker = new Worker(id, incarnation, now);
        worker.launchAtNanos = now + delayNanos;
        config.maxTasksPerWorker().ifPresent(most -> worker.quota = most - random.nextInt(most / JITTER + 1));
        int place = 0;
        while (place < workers.size() && workers.get(place).id <= id) {
            place++;
        }
        workers.add(place, worker);
        if (delayNanos <= 0) {
            launch(worker);
        }
        return worker;
    }

    private void setAgeLimit(Worker worker) {
        config.maxAge().ifPresent(age -> {
            long nanos = age.toNanos();
            worker.oldAtNanos = System.nanoTime() + nanos - random.nextLong(nanos / JITTER + 1);
        });
    }

    private void launch(Worker worker) {
        worker.launched = true;
        changes.then(() -> launcher.launch(worker.id, worker.incarnation));
    }

    // ---- what they tell

    /** A worker can take items. */
    void ready(Worker worker) {
        worker.transitionTo(worker.isSpare ? WorkerState.SPARE : WorkerState.IDLE, "is ready");
        if (worker.isSpare) {
            worker.send(new Rehearse());
        }
        if (worker.idleSinceNanos == Times.NEVER) {
            worker.idleSinceNanos = System.nanoTime();
        }
        if (!worker.isSpare) {
            setAgeLimit(worker);
        }
        anyWasReady = true;
        observers.ready(worker);
        for (Worker other : List.copyOf(workers)) {
            if (other.id == worker.id && other.incarnation < worker.incarnation) {
                if (other.state() == WorkerState.IDLE) {
                    worker.idleSinceNanos = other.idleSinceNanos; // else a pool whose workers age never has idle ones
                }
                if (other.state().takesItems()) {
                    retire(other, other.recycleReason == null ? "was replaced" : other.recycleReason);
                } else {
                    leaveIfDone(other);
                }
            }
        }
        replaceNext();
    }

    /** A worker has settled all that it held. */
    void hasSettledAll(Worker worker) {
        if (worker.state() == WorkerState.BUSY) {
            worker.transitionTo(WorkerState.IDLE, "has settled everything");
            if (config.idleTimeout().isPresent()) {
                worker.idleSinceNanos = System.nanoTime();
            }
        } else {
            leaveIfDone(worker);
        }
    }

    /** An item was settled: what happened before is forgiven. */
    void forgive() {
        budget.restore();
        if (!futileDeaths.isEmpty()) {
            futileDeaths.clear();
        }
    }

    /**
     * A worker has exited, and what it held is decided: it is replaced where that is needed.
     *
     * @param blamed whether an item was blamed for it
     * @return why the pool has to give up, if it has to
     */
    Optional<WorkerStartException> exited(Worker worker, boolean blamed, String lastWords) {
        observers.exited(worker);
        if (ended) {
            return Optional.empty();
        }
        workers.remove(worker);
        toReplace.remove(worker);
        if (worker.leavesForGood) {
            goOn();
            return Optional.empty();
        }
        boolean futile =
                !blamed && (worker.stopCause == null || worker.stopCause.isFutile()) && !hasDiscardedArchive(worker);
        long delay = 0;
        if (futile) {
            String why = worker.stopReason == null ? worker.exit.describe() : worker.stopReason;
            boolean sayWhen = !anyWasReady && worker.stopCause != StopCause.START_TIMEOUT;
            String when = sayWhen ? " before it was ready" : "";
            WorkerStartException death =
                    new WorkerStartException(worker + " " + why + when + lastWords, worker.exit, null);
            if (!anyWasReady) {
                return Optional.of(death);
            }
            if (futileDeaths.size() <= MAX_SUPPRESSED) {
                futileDeaths.add(death);
            }
            OptionalLong spent = budget.spend(System.nanoTime());
            if (spent.isEmpty()) {
                return Optional.of(firstOf(futileDeaths));
            }
            delay = spent.getAsLong();
            if (delay > 0) {
                long millis = TimeUnit.NANOSECONDS.toMillis(delay);
                LOG.log(Level.WARNING, "worker {0} is restarted in {1} ms", worker.id, millis);
            }
        }
        boolean isStoodInFor = false;
        if (!worker.isSpare && isNeeded(worker.id)) {
            isStoodInFor = fillFromSpares();
            if (!isStoodInFor) {
                hire(worker.id, delay);
            }
        }
        hireSpares(isStoodInFor ? Math.max(delay, STAND_IN_NANOS) : delay);
        goOn();
        return Optional.empty();
    }

    /**
     * A JVM that crashes before it has said a word may have a damaged start-up archive: the next ones start without. Returns
     * whether that was done, and this one was started before.
     */
    private boolean hasDiscardedArchive(Worker worker) {
        if (worker.hasSaidHello
                || worker.process == null
                || worker.process.archive().isEmpty()
                || worker.exit == null
                || worker.exit.signal().filter(CRASHES::contains).isEmpty()) {
            return false;
        }
        if (archiveDiscardedNanos == Times.NEVER) {
            archiveDiscardedNanos = System.nanoTime();
            changes.then(worker.process.archive().get()::discard);
        }
        return worker.bornNanos - archiveDiscardedNanos < 0;
    }

    /** Whether a worker id has nobody who works, or will work, for good, and there are too few without it. */
    private boolean isNeeded(int id) {
        boolean covered = workers.stream()
                .anyMatch(w -> w.id == id
                        && (w.leavesForGood
                                || w.state() == WorkerState.STARTING
                                || w.state().takesItems() && w.recycleReason == null));
        return !covered && staying(id) < target;
    }

    /** What waited for a worker that is gone need not wait any more. */
    private void goOn() {
        List.copyOf(workers).forEach(this::leaveIfDone);
        replaceNext();
    }

    private WorkerStartException firstOf(List<WorkerStartException> deaths) {
        WorkerStartException first = deaths.get(0);
        WorkerStartException all = new WorkerStartException(
                "more than " + config.restartPolicy().intensity() + " workers died within "
                        + config.restartPolicy().period() + " without any item being settled; the first: "
                        + first.getMessage(),
                first.report().orElse(null),
                first);
        deaths.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    /** A worker of which there never was a process. */
    void notStarted(Worker worker) {
        worker.transitionTo(WorkerState.EXITED, "could not be started");
        if (!ended) {
            workers.remove(worker);
            goOn();
        }
    }

    // ---- planned replacements

    /** Replaces a worker once its successor is ready; one worker at a time. */
    void replace(Worker worker, String reason) {
        if (worker.state() == WorkerState.SPARE) {
            askToLeave(worker, StopCause.RECYCLED, reason);
        } else if (worker.recycleReason == null
                && worker.isWorking()
                && !worker.leavesForGood
                && successor(worker) == null) {
            worker.recycleReason = reason;
            toReplace.add(worker);
            replaceNext();
        }
    }

    private void replaceNext() {
        boolean oneIsOnItsWay = workers.stream()
                .anyMatch(w -> w.state() == WorkerState.STARTING && predecessor(w) != null
                        || w.recycleReason != null && w.isAlive() && !toReplace.contains(w));
        while (!oneIsOnItsWay && !toReplace.isEmpty()) {
            Worker next = toReplace.remove();
            if (next.state().takesItems() && !next.leavesForGood) {
                observers.recycled(next, next.recycleReason);
                hire(next.id, 0);
                oneIsOnItsWay = true;
            }
        }
    }

    /**
     * Looks after workers that may get only few items more: starts their successors, and retires those that may get none.
     *
     * @param moreToCome whether there are, or may be, items that a successor would get
     */
    void renewExhausted(boolean moreToCome) {
        if (config.maxTasksPerWorker().isEmpty()) {
            return;
        }
        int most = config.maxTasksPerWorker().getAsInt();
        for (Worker worker : List.copyOf(workers)) {
            if (!worker.state().takesItems() || worker.quota > most / JITTER) {
                continue;
            }
            if (moreToCome && !worker.leavesForGood && successor(worker) == null) {
                worker.recycleReason = "has had its " + most + " items";
                toReplace.remove(worker);
                observers.recycled(worker, worker.recycleReason);
                if (worker.quota == 0 && fillFromSpares()) {
                    worker.leavesForGood = true;
                    hireSpares(0);
                } else {
                    hire(worker.id, 0);
                }
            }
            if (worker.quota == 0) {
                worker.transitionTo(WorkerState.RETIRING, "has had its " + most + " items");
                leaveIfDone(worker);
            }
        }
    }

    private Worker successor(Worker worker) {
        return workers.stream()
                .filter(w -> w.id == worker.id && w.incarnation > worker.incarnation && w.isAlive())
                .findFirst()
                .orElse(null);
    }

    private Worker predecessor(Worker worker) {
        return workers.stream()
                .filter(w -> w.id == worker.id && w.incarnation < worker.incarnation && w.isWorking())
                .findFirst()
                .orElse(null);
    }

    private void retire(Worker worker, String reason) {
        worker.transitionTo(WorkerState.RETIRING, reason);
        try {
            recall.holdAndTakeBack(worker);
        } catch (ProtocolException e) {
            killForProtocol(worker, e);
        }
        leaveIfDone(worker);
    }

    /** A retiring worker leaves once it holds nothing and, if there is a successor, that is ready. */
    private void leaveIfDone(Worker worker) {
        if (worker.state() != WorkerState.RETIRING || !worker.held.isEmpty()) {
            return;
        }
        Worker successor = successor(worker);
        if (worker.leavesForGood || successor == null || successor.state() != WorkerState.STARTING) {
            askToLeave(worker, worker.leavesForGood ? StopCause.FINISHED : StopCause.RECYCLED, "was asked to leave");
        }
    }

    // ---- more and fewer

    /** How many worker ids there are whose workers are not leaving for good. */
    private int staying() {
        return staying(0);
    }

    private int staying(int withoutId) {
        return (int) workers.stream()
                .filter(w -> w.id != withoutId && w.isAlive() && !w.leavesForGood && !w.isSpare)
                .mapToInt(w -> w.id)
                .distinct()
                .count();
    }

    /** Consequences how many workers there are to be. */
    void resize(int size) {
        target = size;
        while (staying() < size) {
            if (!fillFromSpares()) {
                hire(freeId(), 0);
            }
        }
        hireSpares(0);
        while (staying() > size) {
            workers.stream()
                    .filter(w -> w.isAlive() && !w.leavesForGood && !w.isSpare)
                    .max(Comparator.comparing((Worker w) -> w.state() == WorkerState.STARTING)
                            .thenComparing(w -> w.state() == WorkerState.IDLE)
                            .thenComparing(w -> w.id))
                    .ifPresent(w -> letGo(w.id));
        }
        replaceNext();
    }

    private int freeId() {
        int id = 1;
        while (isTaken(id)) {
            id++;
        }
        return id;
    }

    private boolean isTaken(int id) {
        return workers.stream().anyMatch(w -> w.id == id);
    }

    private void letGo(int id) {
        for (Worker worker : List.copyOf(workers)) {
            if (worker.id != id || !worker.isAlive()) {
                continue;
            }
            worker.leavesForGood = true;
            toReplace.remove(worker);
            if (worker.state() == WorkerState.STARTING) {
                kill(worker, StopCause.FINISHED, "was not needed any more");
            } else if (worker.state().takesItems()) {
                retire(worker, "is not needed any more");
            }
        }
    }

    /** Whether workers leave when there is nothing to do, and are started again. */
    boolean mayGrow() {
        return config.idleTimeout().isPresent() && !ended;
    }

    /** Starts workers that had left, so many with those that are starting. */
    void growBy(long count) {
        long starting = workers.stream()
                .filter(w -> w.state() == WorkerState.STARTING && !w.isSpare)
                .count();
        for (long more = count - starting; more > 0 && staying() < target; more--) {
            if (!fillFromSpares()) {
                hire(freeId(), 0);
            }
        }
        hireSpares(0);
    }

    // ---- stopping

    /** Stops a worker by force; what it was running is decided when it has exited. */
    void kill(Worker worker, StopCause cause, String reason) {
        if (!worker.isAlive()) {
            return;
        }
        stopping(worker, cause, reason);
        if (!worker.launched) {
            worker.leavesForGood |= cause == StopCause.FINISHED;
            notStarted(worker);
            return;
        }
        worker.stopSignals = 1;
        worker.stopDeadlineNanos = System.nanoTime() + KILL_AFTER_TERM_NANOS;
        WorkerProcess process = worker.process;
        if (process != null) {
            changes.then(process::kill);
        }
        changes.then(wakeEngine);
    }

    /** Kills a worker that sent, or did, what none of ours sends or does. */
    void killForProtocol(Worker worker, Throwable what) {
        kill(worker, StopCause.PROTOCOL, "broke the protocol: " + what.getMessage());
    }

    /** Takes a worker out of service that is to be killed a moment later, by {@link #kill} or when the moment is over. */
    void condemn(Worker worker, StopCause cause, String reason, Duration moment) {
        stopping(worker, cause, reason);
        worker.stopSignals = 1;
        worker.stopDeadlineNanos = System.nanoTime() + moment.toNanos();
    }

    private void stopping(Worker worker, StopCause cause, String reason) {
        if (worker.stopCause == null) {
            worker.stopCause = cause;
            worker.stopReason = reason;
        }
        if (worker.state() != WorkerState.STOPPING) {
            worker.transitionTo(WorkerState.STOPPING, reason);
        }
    }

    private void askToLeave(Worker worker, StopCause cause, String reason) {
        stopping(worker, cause, reason);
        worker.stopDeadlineNanos = System.nanoTime() + stopTimeoutNanos;
        worker.send(new Stop());
    }

    /** Nothing is to run any more: all workers are asked to leave; those that are not ready are killed. */
    void askAllToLeave() {
        ended = true;
        for (Worker worker : List.copyOf(workers)) {
            if (worker.state() == WorkerState.STARTING) {
                kill(worker, StopCause.FINISHED, "was not needed any more");
            } else if (worker.isWorking() || worker.state() == WorkerState.SPARE) {
                askToLeave(worker, StopCause.FINISHED, "was asked to leave");
            }
        }
        changes.then(wakeEngine);
    }

    void killAll() {
        ended = true;
        for (Worker worker : List.copyOf(workers)) {
            kill(worker, StopCause.POOL_END, "was stopped with its pool");
        }
        changes.then(wakeEngine);
    }

    /** Stop is ask, SIGTERM, SIGKILL, and wait for the exit; each step is bounded. */
    private void escalate(Worker worker, long now) {
        WorkerProcess process = worker.process;
        worker.stopDeadlineNanos = now + KILL_AFTER_TERM_NANOS;
        if (process != null) {
            boolean first = worker.stopSignals++ == 0;
            LOG.log(Level.WARNING, "{0} did not leave in time: {1}", worker, first ? "SIGTERM" : "SIGKILL");
            changes.then(first ? process::terminate : process::kill);
        }
    }

    // ---- time

    /** When {@link #tend} has something to do. */
    long nextDeadline() {
        long next = Times.NEVER;
        for (Worker worker : workers) {
            next = Times.earlier(next, nextDeadline(worker));
        }
        return next;
    }

    private long nextDeadline(Worker worker) {
        return switch (worker.state()) {
            case STARTING -> worker.launched ? startDeadline(worker) : worker.launchAtNanos;
            case IDLE -> Times.earlier(old(worker), idleEnd(worker));
            case BUSY -> old(worker);
            case STOPPING -> worker.stopDeadlineNanos;
            case SPARE, RETIRING, EXITED -> Times.NEVER;
        };
    }

    private long startDeadline(Worker worker) {
        long turn = worker.process == null ? WorkerLauncher.longestWaitNanos(workers.size()) : 0;
        return worker.launchAtNanos + turn + startTimeoutNanos + (worker.isLate ? LATE_NANOS : 0);
    }

    private static long old(Worker worker) {
        return worker.recycleReason == null ? worker.oldAtNanos : Times.NEVER;
    }

    private long idleEnd(Worker worker) {
        return config.idleTimeout().isPresent() && staying() > config.minWorkers()
                ? worker.idleSinceNanos + config.idleTimeout().get().toNanos()
                : Times.NEVER;
    }

    /** Acts on workers whose time has come. */
    void tend(long now) {
        for (Worker worker : List.copyOf(workers)) {
            if (!Times.isDue(nextDeadline(worker), now)) {
                continue;
            }
            switch (worker.state()) {
                case STARTING -> {
                    if (worker.launched && !worker.isLate) {
                        worker.isLate = true; // or this JVM is, and what the worker said is not read yet
                    } else if (worker.launched) {
                        kill(
                                worker,
                                StopCause.START_TIMEOUT,
                                "was not ready within " + TimeUnit.NANOSECONDS.toMillis(startTimeoutNanos) + " ms");
                    } else {
                        launch(worker);
                    }
                }
                case STOPPING -> escalate(worker, now);
                default -> {
                    if (worker.state() == WorkerState.IDLE && Times.isDue(idleEnd(worker), now)) {
                        leaveIdle(worker);
                    } else {
                        replace(worker, "is older than " + config.maxAge().orElseThrow());
                    }
                }
            }
        }
    }

    private void leaveIdle(Worker worker) {
        Worker successor = successor(worker);
        if (successor != null) {
            successor.idleSinceNanos = worker.idleSinceNanos; // there is as little for it to do
        }
        worker.leavesForGood = true;
        askToLeave(worker, StopCause.FINISHED, "had nothing to do and was asked to leave");
    }

    // ---- what there is

    boolean isStarting() {
        return workers.stream().anyMatch(w -> w.state() == WorkerState.STARTING);
    }

    boolean allReady() {
        return workers.stream()
                .allMatch(w -> w.isWorking()
                        || w.isSpare
                        || w.leavesForGood
                        || w.state() == WorkerState.STARTING && predecessor(w) != null
                        || successor(w) != null);
    }

    boolean allExited() {
        return workers.stream().noneMatch(Worker::isAlive);
    }
}
