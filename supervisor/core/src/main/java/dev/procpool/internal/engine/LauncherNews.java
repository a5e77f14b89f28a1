package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.internal.engine.workers.StopCause;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.internal.launch.WorkerProcess;
import java.util.Optional;

/** Takes in what the launcher reports, under the engine lock. Called on threads of the launcher. */
final class LauncherNews implements WorkerLauncher.Listener {

    private final EngineLock lock;
    private final Consequences consequences;

    // Set once, before the first launch.
    private WorkerLauncher launcher;
    private Rooms rooms;
    private EventReader reader;
    private Exits exits;
    private Readers readers;

    LauncherNews(EngineLock lock, Consequences consequences) {
        this.lock = lock;
        this.consequences = consequences;
    }

    /** Names the parts of the engine that are told; called once, before the first launch. */
    void goTo(WorkerLauncher launcher, Rooms rooms, EventReader reader, Exits exits, Readers readers) {
        this.launcher = launcher;
        this.rooms = rooms;
        this.reader = reader;
        this.exits = exits;
        this.readers = readers;
    }

    @Override
    public boolean isWanted(int workerId, int incarnation) {
        return lock.look(() -> rooms.workers
                .roster
                .find(workerId, incarnation)
                .filter(worker -> worker.state().isStarting())
                .isPresent());
    }

    @Override
    public void spawned(WorkerProcess process) {
        lock.change(() -> find(process).ifPresent(worker -> rooms.workers.launches.spawned(worker, process)));
    }

    @Override
    public void attached(WorkerProcess process, WorkerLink link) {
        lock.change(() -> {
            Optional<Worker> worker = find(process).filter(w -> w.isAlive() && w.life.exit() == null);
            if (worker.isPresent()) {
                rooms.workers.launches.attached(worker.get(), link);
                reader.attach(worker.get());
                consequences.then(readers::wakeBackground);
            } else {
                consequences.then(() -> launcher.dispose(process.workerId(), process.incarnation(), link));
            }
        });
        readers.attend();
    }

    @Override
    public void launchFailed(int workerId, int incarnation, Throwable cause) {
        lock.change(() -> {
            Optional<Worker> found =
                    rooms.workers.roster.find(workerId, incarnation).filter(Worker::isAlive);
            boolean wanted = found.filter(w -> w.state().isStarting() || w.life.stopCause() == StopCause.START_TIMEOUT)
                    .isPresent();
            if (found.isEmpty() || found.get().process() == null) {
                found.ifPresent(rooms.workers.stopping::notStarted);
                consequences.then(() -> launcher.dispose(workerId, incarnation, null));
            }
            if (wanted) {
                lock.fail(cause);
            } // else the worker was stopped, and what it needed to start may be gone already
            consequences.then(readers::wakeBackground);
        });
    }

    @Override
    public void exited(WorkerProcess process, ExitReport report) {
        lock.change(() -> find(process).ifPresent(worker -> {
            rooms.workers.launches.exited(worker, process, report);
            exits.add(worker);
            consequences.then(readers::wakeBackground);
        }));
        readers.attend();
    }

    private Optional<Worker> find(WorkerProcess process) {
        return rooms.workers.roster.find(process.workerId(), process.incarnation());
    }

    /**
     * Kills a worker whose item exceeded its timeout, once the launcher has reported the worker's stack, or has not
     * got it.
     */
    void captureStackAndKill(Worker worker) {
        launcher.captureStack(
                worker.link(),
                stack -> lock.change(() -> {
                    rooms.workers.launches.overdue(worker, stack);
                    rooms.workers.stopping.kill(worker, StopCause.TIMEOUT, worker.life.stopReason());
                }));
    }
}
