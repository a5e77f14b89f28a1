package dev.procpool.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.ArgumentSerializationException;
import dev.procpool.ArgumentUnreadableException;
import dev.procpool.Outcome;
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
import dev.procpool.tasks.Item;
import dev.procpool.tasks.UnusableItemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Prints outcomes to standard output: one line for each, UTF-8 whatever the locale, flushed at once. */
final class OutcomePrinter {

    /** The form of an outcome. */
    enum Format {
        /** The value. */
        VALUE,
        /** {@code pid<TAB>value}. */
        PID,
        /** A JSON object, also for failures. */
        JSON
    }

    /** The kind of a failure, as scripts see it. */
    enum Kind {
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

        static Kind of(Throwable failure) {
            if (failure instanceof UnusableItemException) {
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
                    || failure instanceof ArgumentUnreadableException) {
                return SERIALIZATION;
            }
            return failure instanceof CancellationException ? CANCELLED : ERROR;
        }
    }

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MICROS = 1e3;

    private final OutputStream out;
    private final Format format;

    OutcomePrinter(OutputStream out, Format format) {
        this.out = out;
        this.format = format;
    }

    /**
     * Prints one outcome; a failed one only as JSON.
     *
     * @param number the number of the item
     * @throws IOException if the reader has gone, or there is no room
     */
    void print(long number, Item item, Outcome<Object> outcome) throws IOException {
        String line =
                switch (format) {
                    case JSON -> json(number, item, outcome);
                    case PID -> outcome.isSuccess() ? outcome.pid() + "\t" + outcome.value() : null;
                    case VALUE -> outcome.isSuccess() ? String.valueOf(outcome.value()) : null;
                };
        if (line != null) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    static String json(long number, Item item, Outcome<Object> outcome) {
        JsonStringWriter json = JsonWriter.string().object().value("i", number).value("ok", outcome.isSuccess());
        if (outcome.isSuccess()) {
            json.value("value", inJson(outcome.value()));
        } else {
            json.value("item", item.text());
            failure(json, outcome.failure());
        }
        run(json, outcome);
        return json.end().done();
    }

    /** NaN and infinite numbers are text. */
    private static Object inJson(Object value) {
        return value instanceof Double number && !Double.isFinite(number) ? number.toString() : value;
    }

    /** Adds where and how long the item ran. */
    static void run(JsonStringWriter json, Outcome<?> outcome) {
        json.value("pid", outcome.pid())
                .value("worker", outcome.workerId())
                .value("attempt", outcome.attempt())
                .value("queuedMs", millis(outcome.queued()))
                .value("runMs", millis(outcome.ran()));
    }

    static void failure(JsonStringWriter json, Throwable failure) {
        json.object("error")
                .value("kind", Kind.of(failure).name())
                .value("message", failure instanceof WorkerDiedException ? failure.getMessage() : describe(failure));
        if (failure instanceof WorkerDiedException died) {
            json.value("exit", died.exitCode()).value("signal", died.signal().orElse(null));
        }
        json.end();
    }

    /** A failure without its stack trace; with its type unless the exception is one of procpool. */
    static String describe(Throwable failure) {
        boolean ours = failure.getClass().getName().startsWith("dev.procpool.");
        return ours ? failure.getMessage() : failure.toString();
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / NANOS_PER_MILLI * MICROS) / MICROS;
    }
}
