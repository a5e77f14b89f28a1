package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.task.TaskFunction;
import java.text.SimpleDateFormat;
import java.util.Locale;

/** Loads the codec, which the main thread needs after its queues, and decodes a function once. */
final class CodecWarmUp {

    private CodecWarmUp() {}

    /** Loads it; returns the fingerprint that the dialect has in this JVM. */
    static long load(Codecs codecs, Dialect dialect) {
        try {
            // Chronicle makes one while it opens its first queue, which takes a quarter of that time.
            new SimpleDateFormat("yyyy", Locale.getDefault(Locale.Category.FORMAT));
            long fingerprint = dialect.fingerprint();
            TaskFunction<Integer, Integer> identity = x -> x;
            codecs.decode(codecs.encode(identity));
            return fingerprint;
        } catch (RuntimeException e) {
            throw new IllegalStateException("the codec cannot be loaded", e);
        }
    }
}
