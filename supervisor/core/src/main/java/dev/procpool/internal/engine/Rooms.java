package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.internal.engine.dispatch.Dispatcher;
import dev.procpool.internal.engine.dispatch.HandOut;
import dev.procpool.internal.engine.items.CallDeadlines;
import dev.procpool.internal.engine.items.Ledger;
import dev.procpool.internal.engine.items.Offers;
import dev.procpool.internal.engine.items.PendingQueue;
import dev.procpool.internal.engine.items.Recall;
import dev.procpool.internal.engine.items.RunTimeEstimates;
import dev.procpool.internal.engine.items.Settler;
import dev.procpool.internal.engine.watch.LookTimes;
import dev.procpool.internal.engine.watch.MemoryLimits;
import dev.procpool.internal.engine.watch.OverrunWatch;
import dev.procpool.internal.engine.workers.Duty;
import dev.procpool.internal.engine.workers.Handshake;
import dev.procpool.internal.engine.workers.Launches;
import dev.procpool.internal.engine.workers.Replacements;
import dev.procpool.internal.engine.workers.Restarts;
import dev.procpool.internal.engine.workers.Retirement;
import dev.procpool.internal.engine.workers.Roster;
import dev.procpool.internal.engine.workers.Sizing;
import dev.procpool.internal.engine.workers.Spares;
import dev.procpool.internal.engine.workers.Stopping;
import dev.procpool.internal.engine.workers.WorkerDeadlines;
import dev.procpool.internal.launch.WorkerLauncher;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Puts the rooms of the engine together: items, workers, dispatch and watch, and the classes that work across them. All of them
 * are guarded by the engine lock.
 */
final class Rooms {

    final PendingQueue pending = new PendingQueue();
    final Ledger ledger;
    final Offers offers;
    final Roster roster;
    final Launches launches;
    final Stopping stopping;
    final Replacements replacements;
    final Sizing sizing;
    final Handshake handshake;
    final Dispatcher dispatcher;
    final HandOut handOut;
    final MemoryLimits memoryLimits;
    final Statistics statistics;
    final Cancellation cancellation;
    final ResultIntake results;
    final ExitDecision exits;
    final DueWork dueWork;

    /**
     * @param initializer what workers run first, encoded
     * @param killWithStack asks a worker for its stack and kills it then; called without the lock
     * @param wakeEngine makes the engine's own thread look again; called without the lock
     */
    Rooms(
            PoolConfig config,
            Optional<byte[]> initializer,
            Consequences consequences,
            WorkerLauncher launcher,
            Observers observers,
            Consumer<Worker> killWithStack,
            Runnable wakeEngine) {
        RandomGenerator random = RandomGenerator.getDefault();

        RunTimeEstimates runTimes = new RunTimeEstimates();
        CallDeadlines deadlines = new CallDeadlines();
        Settler settler = new Settler(pending, consequences, observers, random);
        ledger = new Ledger(pending, settler, runTimes, deadlines, observers);
        offers = new Offers(consequences, ledger);
        Recall recall = new Recall(pending, settler, observers, ledger);

        roster = new Roster(config.processes());
        launches = new Launches(config, roster, consequences, launcher, observers, random);
        stopping = new Stopping(config, roster, consequences, wakeEngine);
        Spares spares = new Spares(config, roster, launches);
        Retirement retirement = new Retirement(roster, recall, stopping);
        replacements = new Replacements(config, roster, launches, spares, retirement, stopping, observers);
        sizing = new Sizing(config, roster, launches, spares, replacements, retirement, stopping);
        Restarts restarts =
                new Restarts(config, roster, launches, spares, replacements, consequences, observers, random);
        handshake = new Handshake(initializer, roster, launches, replacements, stopping, observers);
        Duty duty = new Duty(config, retirement);
        WorkerDeadlines lives = new WorkerDeadlines(config, roster, launches, replacements, sizing, stopping);

        LookTimes lookTimes = new LookTimes();
        dispatcher = new Dispatcher(roster.workers(), pending, runTimes, ledger, duty, lookTimes);
        handOut = new HandOut(dispatcher, pending, offers, replacements, sizing, spares);

        OverrunWatch watch = new OverrunWatch(
                roster, stopping, duty, ledger, recall, dispatcher, lookTimes, consequences, killWithStack);
        memoryLimits = new MemoryLimits(config, recall, replacements, stopping);

        statistics = new Statistics(roster, pending, ledger, settler);
        cancellation = new Cancellation(pending, offers, ledger, settler, recall, roster, duty, stopping);
        results = new ResultIntake(ledger, dispatcher, duty, restarts, cancellation);
        exits = new ExitDecision(
                ledger,
                settler,
                recall,
                stopping,
                restarts,
                cancellation,
                statistics,
                consequences,
                launcher,
                wakeEngine);
        dueWork = new DueWork(lives, watch, pending, dispatcher, deadlines, cancellation);
    }
}
