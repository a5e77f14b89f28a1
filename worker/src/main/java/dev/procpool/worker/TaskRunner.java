package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.message.Command.RunChunk;
import dev.procpool.protocol.message.Event.InitializerFailed;
import dev.procpool.protocol.message.Event.Ready;
import dev.procpool.protocol.message.Slice;
import java.util.concurrent.Callable;

/**
 * Carries out the commands that concern user code: functions, the initializer, chunks. Confined to the worker's main
 * thread.
 */
final class TaskRunner {

    /** Results wait no longer than this for an item that is slow. */
    private static final long HELD_UP_NANOS = 1_000_000;

    /** Callers sleep while they wait for the result of an item that takes longer than this. */
    private static final long SLOW_NANOS = 200_000;

    private final EventWriter events;
    private final FailureEncoder failures;
    private final CodeSpaces spaces;
    private final ProcessorShare processor;
    private final ResultBatch batch;
    private final ItemRunner item;
    private final QuickRun items;
    private boolean ranSlowItems;

    TaskRunner(Codecs codecs, RunningItem running, EventWriter events, int maxFailureBytes) {
        this(codecs, running, events, maxFailureBytes, HELD_UP_NANOS, new RunQueueDelay());
    }

    TaskRunner(
            Codecs codecs,
            RunningItem running,
            EventWriter events,
            int maxFailureBytes,
            long heldUpNanos,
            RunQueueDelay delay) {
        this.events = events;
        this.failures = new FailureEncoder(maxFailureBytes);
        this.spaces = new CodeSpaces(codecs);
        this.processor = new ProcessorShare(delay);
        this.batch = new ResultBatch(events, running, codecs, heldUpNanos, processor);
        this.item = new ItemRunner(codecs, spaces.definitions(), failures, batch);
        this.items = new QuickRun(running, item, batch);
    }

    /** Makes a function or a shared value known; it is decoded while the first item that needs it runs. */
    void define(long id, byte[] payload) {
        spaces.definitions().define(id, payload);
    }

    void forget(long id) {
        spaces.forget(id);
        item.enter(spaces.definitions());
    }

    /** Adds classes to a space. */
    void addClasses(long space, byte[] bundle) {
        spaces.add(space, bundle);
    }

    /** Runs what follows in a space; 0 is the class path. */
    void enter(long space) {
        spaces.enter(space);
        item.enter(spaces.definitions());
    }

    /** Runs the initializer of the pool and sends its outcome; returns whether it succeeded. */
    boolean initialize(byte[] payload) {
        Codecs here = spaces.codecs();
        PayloadCodec codec = here.take();
        try {
            spaces.definitions().open(codec);
            ((Callable<?>) codec.decode(payload, 0, payload.length)).call();
            events.write(new Ready());
            return true;
        } catch (Throwable e) {
            events.write(new InitializerFailed(Slice.of(failures.encode(e, codec))));
            return false;
        } finally {
            here.release(codec);
        }
    }

    /** The worker was idle: time in which its thread waited for a processor meanwhile belongs to no item. */
    void hasWaited() {
        processor.forget();
    }

    void run(RunChunk chunk) {
        long began = System.nanoTime();
        batch.begin(chunk, began);
        Codecs here = spaces.codecs();
        PayloadCodec codec = here.take();
        codec.sharing(spaces);
        try {
            items.run(chunk, codec, began);
        } finally {
            here.release(codec);
        }
        batch.commit();
        item.trim();
        ranSlowItems = System.nanoTime() - began > SLOW_NANOS * chunk.count();
    }

    /** Whether the items of the last chunk were slow on average, so that no caller waits actively for their results. */
    boolean ranSlowItems() {
        return ranSlowItems;
    }
}
