package dev.procpool.cli;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.ArgumentUnreadableException;
import dev.procpool.PayloadTooLargeException;
import dev.procpool.PoisonItemException;
import dev.procpool.PoolBrokenException;
import dev.procpool.RemoteTaskException;
import dev.procpool.ResultSerializationException;
import dev.procpool.TaskExpiredException;
import dev.procpool.TaskTimeoutException;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerOutOfMemoryException;
import dev.procpool.WorkerStartException;
import dev.procpool.lines.UnusableLineException;
import dev.procpool.tasks.UnprintableResultException;
import dev.procpool.tasks.UnusableItemException;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** The kind of a failure, as scripts see it. */
enum FailureKind {
    ERROR,
    TIMEOUT,
    EXPIRED,
    CANCELLED,
    WORKER_DIED,
    OOM,
    CRASHED,
    SERIALIZATION,
    TOO_LARGE,
    INIT_FAILED,
    POISON,
    INPUT;

    private static final Set<String> CRASHES = Set.of("SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE");

    static FailureKind of(Throwable failure) {
        if (failure instanceof UnusableItemException || failure instanceof UnusableLineException) {
            return INPUT;
        }
        if (failure instanceof TaskTimeoutException) {
            return TIMEOUT;
        }
        if (failure instanceof TaskExpiredException) {
            return EXPIRED;
        }
        if (failure instanceof PoisonItemException) {
            return POISON;
        }
        if (failure instanceof PoolBrokenException
                && failure.getCause() instanceof WorkerStartException start
                && start.getCause() instanceof RemoteTaskException) {
            return INIT_FAILED;
        }
        if (failure instanceof WorkerOutOfMemoryException) {
            return OOM;
        }
        if (failure instanceof WorkerDiedException died) {
            return died.signal().filter(CRASHES::contains).isPresent() ? CRASHED : WORKER_DIED;
        }
        if (failure instanceof PayloadTooLargeException) {
            return TOO_LARGE;
        }
        if (failure instanceof ArgumentSerializationException
                || failure instanceof ResultSerializationException
                || failure instanceof ArgumentUnreadableException
                || failure instanceof UnprintableResultException) {
            return SERIALIZATION;
        }
        return failure instanceof CancellationException ? CANCELLED : ERROR;
    }
}
