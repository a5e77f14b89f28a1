package dev.procpool.internal.engine;

import dev.procpool.internal.engine.items.Assignment;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

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

    static void retried(String pool, Worker worker, Assignment assignment, long index, Throwable failure) {
        Retry event = new Retry();
        event.pool = pool;
        event.taskId = assignment.call().id();
        event.index = index;
        event.attempt = assignment.chunk().attempt();
        event.workerId = worker.id;
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

        @Label("Exit")
        String exit;

        void finish(Worker worker) {
            itemsDone = worker.held.itemsDone();
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
