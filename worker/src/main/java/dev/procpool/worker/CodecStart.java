package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.task.TaskFunction;
import java.text.SimpleDateFormat;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Loads, on a thread of its own, what the main thread needs after its queues: the codec, with a function decoded once. */
final class CodecStart {

    private final FutureTask<Long> loading;

    private CodecStart(Codecs codecs) {
        this.loading = new FutureTask<>(() -> load(codecs));
    }

    static CodecStart begin(Codecs codecs) {
        CodecStart start = new CodecStart(codecs);
        Thread thread = new Thread(start.loading, "procpool-codec-start");
        thread.setDaemon(true);
        thread.start();
        return start;
    }

    private static long load(Codecs codecs) {
        // Chronicle makes one while the main thread opens its first queue: a quarter of that time.
        new SimpleDateFormat("yyyy", Locale.getDefault(Locale.Category.FORMAT));
        long fingerprint = Codecs.fingerprint();
        TaskFunction<Integer, Integer> identity = x -> x;
        codecs.decode(codecs.encode(identity));
        return fingerprint;
    }

    /** How this JVM encodes; waits until everything is loaded. */
    long fingerprint() throws InterruptedException {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the codec cannot be loaded", e.getCause());
        }
    }
}
