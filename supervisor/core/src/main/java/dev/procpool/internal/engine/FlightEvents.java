package dev.procpool.internal.engine;

import dev.procpool.ExitReport;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.Settlement;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.PayloadReader;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The events of a flight recording: workers and items as spans on a timeline. Loaded only while a recording is made.
 */
final class FlightEvents {

    private FlightEvents() {}

    static WorkerSpan begin(String pool, Worker worker) {
        WorkerSpan span = new WorkerSpan();
        span.pool = pool;
        span.workerId = worker.id;
        span.incarnation = worker.incarnation;
        span.workerPid = worker.pid();
        span.begin();
        return span;
    }

    static ItemsSpan begin(String pool, Worker worker, Assignment assignment) {
        ItemsSpan span = new ItemsSpan();
        span.pool = pool;
        span.taskId = assignment.call().id();
        span.firstIndex = assignment.index(assignment.firstOrdinal());
        span.attempt = assignment.chunk().attempt();
        span.count = assignment.chunk().count();
        span.workerId = worker.id;
        span.workerPid = worker.pid();
        span.begin();
        return span;
    }

    /**
     * Attempts have ended; those whose outcomes or times differ become events of their own.
     *
     * @param again whether the items are run again
     */
    static void ended(String pool, Call call, Settlement.Ran settlement, boolean again) {
        if (settlement instanceof Settlement.Encoded encoded && encoded.layout() == ItemLayout.SIZED) {
            long started = encoded.startedNanos();
            PayloadReader results = encoded.results().reader();
            for (int i = 0; i < encoded.count(); i++) {
                ItemResult result = ItemResult.read(results);
                boolean failed = result.status() != ItemResult.Status.VALUE;
                ended(pool, call, encoded, i, 1, started, result.runNanos(), failed, again);
                started += started == 0 ? 0 : result.runNanos();
            }
        } else {
            boolean failed = settlement instanceof Settlement.Direct direct && direct.failure() != null;
            int count = settlement.count();
            ended(pool, call, settlement, 0, count, settlement.startedNanos(), settlement.ranNanos(), failed, again);
        }
    }

    private static void ended(
            String pool,
            Call call,
            Settlement.Ran from,
            int position,
            int count,
            long startedNanos,
            long ranNanos,
            boolean failed,
            boolean again) {
        Attempt event = new Attempt();
        event.pool = pool;
        event.taskId = call.id();
        event.firstIndex = from.firstIndex() + position;
        event.count = count;
        event.attempt = from.attempt();
        event.workerId = from.workerId();
        event.workerPid = from.pid();
        event.startedNanos = startedNanos == 0 ? 0 : call.wallClock().epochNanos(startedNanos);
        event.ran = ranNanos;
        event.failed = failed;
        event.runAgain = again;
        event.commit();
    }

    static void retried(String pool, Call call, Settlement.Ran asRun, Throwable failure) {
        Retry event = new Retry();
        event.pool = pool;
        event.taskId = call.id();
        event.index = asRun.firstIndex();
        event.attempt = asRun.attempt();
        event.workerId = asRun.workerId();
        event.workerPid = asRun.pid();
        event.failure = String.valueOf(failure);
        event.commit();
    }

    static void broken(String pool, Throwable cause) {
        Broken event = new Broken();
        event.pool = pool;
        event.cause = String.valueOf(cause);
        event.commit();
    }

    @Name("dev.procpool.Worker")
    @Label("Worker")
    @Category("procpool")
    @Description("From the spawning of a worker to its exit")
    @StackTrace(false)
    static final class WorkerSpan extends Event {

        @Label("Pool")
        String pool;

        @Label("Worker Id")
        int workerId;

        @Label("Incarnation")
        int incarnation;

        @Label("Process Id")
        long workerPid;

        @Label("Items Done")
        long itemsDone;

        @Label("Start-up")
        @Description("From the spawning until the worker took items; 0 if it never did")
        @Timespan(Timespan.NANOSECONDS)
        long startUp;

        @Label("Exit")
        String exit;

        @Label("Died")
        @Description("Whether it died, or was killed, and did not leave because it was asked to")
        boolean died;

        private final long spawnedNanos = System.nanoTime();

        void isReady() {
            startUp = System.nanoTime() - spawnedNanos;
        }

        void finish(Worker worker) {
            itemsDone = worker.held.itemsDone();
            ExitReport report = worker.life.exit();
            died = report != null && (!report.ours() || startUp > 0 && report.exitCode() != 0);
            exit = worker.life.exit() == null
                    ? "was not started"
                    : worker.life.exit().describe();
            commit();
        }
    }

    @Name("dev.procpool.Items")
    @Label("Items")
    @Category("procpool")
    @Description("Items that were sent to a worker together, until the last of them was settled or taken back")
    @StackTrace(false)
    static final class ItemsSpan extends Event {

        @Label("Pool")
        String pool;

        @Label("Task Id")
        long taskId;

        @Label("First Index")
        long firstIndex;

        @Label("Count")
        int count;

        @Label("Attempt")
        int attempt;

        @Label("Worker Id")
        int workerId;

        @Label("Process Id")
        long workerPid;
    }

    @Name("dev.procpool.Attempt")
    @Label("Attempt")
    @Category("procpool")
    @Description("Items that a worker has run one after the other, by the clock of the worker")
    @StackTrace(false)
    static final class Attempt extends Event {

        @Label("Pool")
        String pool;

        @Label("Task Id")
        long taskId;

        @Label("First Index")
        long firstIndex;

        @Label("Count")
        int count;

        @Label("Attempt")
        int attempt;

        @Label("Worker Id")
        int workerId;

        @Label("Process Id")
        long workerPid;

        @Label("Started")
        @Description("Nanoseconds since 1970-01-01T00:00Z; 0 if that is not known")
        long startedNanos;

        @Label("Ran")
        @Timespan(Timespan.NANOSECONDS)
        long ran;

        @Label("Failed")
        boolean failed;

        @Label("Run Again")
        boolean runAgain;
    }

    @Name("dev.procpool.Retry")
    @Label("Retry")
    @Category("procpool")
    @Description("An item failed and will be run again")
    @StackTrace(false)
    static final class Retry extends Event {

        @Label("Pool")
        String pool;

        @Label("Task Id")
        long taskId;

        @Label("Index")
        long index;

        @Label("Attempt")
        int attempt;

        @Label("Worker Id")
        int workerId;

        @Label("Process Id")
        long workerPid;

        @Label("Failure")
        String failure;
    }

    @Name("dev.procpool.PoolBroken")
    @Label("Pool Broken")
    @Category("procpool")
    @Description("A pool gave up")
    @StackTrace(false)
    static final class Broken extends Event {

        @Label("Pool")
        String pool;

        @Label("Cause")
        String cause;
    }
}
