package dev.procpool.internal.engine.workers;

import dev.procpool.ExitReport;
import dev.procpool.PoolConfig;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.engine.Consequences;
import dev.procpool.internal.engine.Observers;
import dev.procpool.internal.engine.Worker;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import dev.procpool.protocol.message.Command.SayHello;
import java.util.List;
import java.util.random.RandomGenerator;

/** Starts workers, and notes what the launcher reports of their processes. Guarded by the engine lock. */
public final class Launches {

    /** A worker's quota and age vary by a tenth, so that not all workers end together. */
    static final int JITTER = 10;

    private final PoolConfig config;
    private final Roster roster;
    private final Consequences consequences;
    private final WorkerLauncher launcher;
    private final Observers observers;
    private final RandomGenerator random;

    Launches(
            PoolConfig config,
            Roster roster,
            Consequences consequences,
            WorkerLauncher launcher,
            Observers observers,
            RandomGenerator random) {
        this.config = config;
        this.roster = roster;
        this.consequences = consequences;
        this.launcher = launcher;
        this.observers = observers;
        this.random = random;
    }

    /** Adds a worker, whose process is spawned after a delay. */
    Worker hire(int id, long delayNanos) {
        long now = System.nanoTime();
        Worker worker = new Worker(new PoolName(config.name()), id, roster.nextIncarnation(id), now, quota());
        worker.life.launchAtNanos = Times.later(now, delayNanos);
        roster.add(worker);
        if (delayNanos <= 0) {
            launch(worker);
        }
        return worker;
    }

    private long quota() {
        if (config.maxTasksPerWorker().isEmpty()) {
            return -1;
        }
        int most = config.maxTasksPerWorker().getAsInt();
        return most - random.nextInt(most / JITTER + 1);
    }

    void launch(Worker worker) {
        worker.life.transitionTo(WorkerState.LAUNCHING, "is being spawned");
        consequences.then(() -> launcher.launch(worker.id, worker.incarnation));
    }

    /** The worker's age counts from now on. */
    void limitAge(Worker worker) {
        config.maxAge().ifPresent(age -> {
            long nanos = Times.nanos(age);
            worker.life.oldAtNanos = Times.in(nanos - random.nextLong(nanos / JITTER + 1));
        });
    }

    // ---- news from the launcher

    /** The worker's process was spawned. */
    public void spawned(Worker worker, WorkerProcess process) {
        worker.life.process(process);
        worker.life.launchAtNanos = System.nanoTime();
        observers.started(worker);
        if (worker.state().isStopping()) {
            consequences.then(process::kill);
        }
    }

    /** The worker has connected. */
    public void attached(Worker worker, WorkerLink link) {
        worker.life.link(link);
        if (worker.state() == WorkerState.LAUNCHING) {
            worker.life.transitionTo(WorkerState.CONNECTED, "has connected");
            worker.send(new SayHello());
        }
    }

    /** The worker's process has ended; its events may not be read yet. */
    public void exited(Worker worker, WorkerProcess process, ExitReport report) {
        worker.life.process(process);
        worker.life.exit(report);
    }

    /** The worker has said where it was when the time of its item was up. */
    public void overdue(Worker worker, List<StackTraceElement> stack) {
        worker.life.overdueStack(stack);
    }
}
