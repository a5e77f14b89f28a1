package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.internal.engine.dispatch.Dispatcher;
import dev.procpool.internal.engine.dispatch.HandOut;
import dev.procpool.internal.engine.dispatch.Overflow;
import dev.procpool.internal.engine.items.ItemRoom;
import dev.procpool.internal.engine.watch.LookTimes;
import dev.procpool.internal.engine.watch.MemoryLimits;
import dev.procpool.internal.engine.watch.OverrunWatch;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.internal.launch.WorkerLauncher;
import dev.procpool.protocol.message.Command;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Puts the rooms of the engine together: items, workers, dispatch and watch, and the classes that work across them. All
 * of them are guarded by the engine lock.
 */
final class Rooms {

    final ItemRoom items;
    final WorkerRoom workers;
    final Dispatcher dispatcher;
    final HandOut handOut;
    final MemoryLimits memoryLimits;
    final Statistics statistics;
    final Cancellation cancellation;
    final ResultIntake results;
    final ExitDecision exits;
    final DueWork dueWork;

    /**
     * @param initializer the commands that workers get first; none if they are ready at once
     * @param locked makes a change under the engine lock; called without it
     * @param killWithStack asks a worker for its stack and kills it then; called without the lock
     * @param wakeEngine makes the engine's own thread look again; called without the lock
     */
    Rooms(
            PoolConfig config,
            List<Command> initializer,
            Consequences consequences,
            WorkerLauncher launcher,
            Observers observers,
            Executor locked,
            Consumer<Worker> killWithStack,
            Runnable wakeEngine) {
        RandomGenerator random = new SplittableRandom(); // the default is found by the context class loader only
        items = new ItemRoom(consequences, observers, random, change -> locked.execute(() -> answered(change)));
        workers = new WorkerRoom(
                config, initializer, items.recall, consequences, launcher, observers, wakeEngine, random);
        LookTimes lookTimes = new LookTimes(observers.areThere());
        dispatcher = new Dispatcher(items, workers, lookTimes);
        handOut = new HandOut(dispatcher, items, workers);
        OverrunWatch watch =
                new OverrunWatch(items, workers, dispatcher, lookTimes, observers, consequences, killWithStack);
        memoryLimits = new MemoryLimits(config, items.recall, workers);

        statistics = new Statistics(items, workers.roster);
        cancellation = new Cancellation(items, workers);
        results = new ResultIntake(items.ledger, dispatcher, new Overflow(items, workers), workers, cancellation);
        exits = new ExitDecision(items, workers, cancellation, statistics, consequences, launcher, wakeEngine);
        dueWork = new DueWork(items, workers, watch, dispatcher, cancellation);
    }

    /** An item that has failed for good may end its call. */
    private void answered(Runnable change) {
        change.run();
        cancellation.cancelFailedFast();
    }
}
