package dev.procpool.internal.between;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The handles of ends of pipes that set out for a process while something is encoded for it. Handles that have not
 * arrived are recalled when that process has ended, or has read all that it will read. Confined to one thread at a
 * time.
 */
public final class Journeys {

    /** The handles of the encoding that the thread is busy with. */
    private static final ThreadLocal<Journeys> CURRENT = new ThreadLocal<>();

    /** Whether this process has had an end of a pipe: others need not look for travelling ends. */
    private static final AtomicBoolean EXPECTED = new AtomicBoolean();

    private final List<Runnable> recalls = new ArrayList<>();

    /** Encodes something; what has set out is recalled at once if that fails. */
    public <R> R during(Supplier<R> encoding) {
        Journeys outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return encoding.get();
        } catch (RuntimeException | Error e) {
            recall();
            throw e;
        } finally {
            CURRENT.set(outer);
        }
    }

    /** The same for what encodes without a result. */
    public void during(Runnable encoding) {
        during(() -> {
            encoding.run();
            return null;
        });
    }

    /** This process has an end of a pipe. */
    static void expect() {
        if (!EXPECTED.get()) {
            EXPECTED.set(true);
        }
    }

    /** Whether an end of a pipe may be among the objects that this process sends. */
    public static boolean areExpected() {
        return EXPECTED.get();
    }

    /**
     * Encodes something for workers.
     *
     * @param later gets what recalls the handles that have set out, if there are any: it is to run when nobody can
     *     decode them any more
     */
    public static <R> R encode(Supplier<R> encoding, Consumer<Runnable> later) {
        Journeys sent = new Journeys();
        R encoded = sent.during(encoding);
        if (!sent.recalls.isEmpty()) {
            later.accept(sent::recall);
        }
        return encoded;
    }

    /** A handle has set out. */
    static void began(Runnable recall) {
        Journeys journeys = CURRENT.get();
        if (journeys != null) {
            journeys.recalls.add(recall);
        }
    }

    /** The handles that have not arrived will not arrive. */
    public void recall() {
        recalls.forEach(Runnable::run);
        recalls.clear();
    }
}
