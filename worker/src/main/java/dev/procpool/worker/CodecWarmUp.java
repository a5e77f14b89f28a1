package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.task.TaskFunction;
import java.text.SimpleDateFormat;
import java.util.Locale;

/** Loads what the main thread needs after its queues: the codec, with a function decoded once. */
final class CodecWarmUp {

    private CodecWarmUp() {}

    /** How this JVM encodes. */
    static long load(Codecs codecs) {
        try {
            // Chronicle makes one while its first queue is opened: a quarter of that time.
            new SimpleDateFormat("yyyy", Locale.getDefault(Locale.Category.FORMAT));
            long fingerprint = Codecs.fingerprint();
            TaskFunction<Integer, Integer> identity = x -> x;
            codecs.decode(codecs.encode(identity));
            return fingerprint;
        } catch (RuntimeException e) {
            throw new IllegalStateException("the codec cannot be loaded", e);
        }
    }
}
