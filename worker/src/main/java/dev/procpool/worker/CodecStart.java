package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.task.TaskFunction;
import java.text.SimpleDateFormat;
import java.util.Locale;

/** Loads what the main thread needs after its queues: the codec, with a function decoded once. */
final class CodecStart {

    private CodecStart() {}

    /**
     * How this JVM encodes.
     *
     * @param weeks begun here, and to be ended when the queues are open
     */
    static long load(Codecs codecs, WeekStandIn weeks) {
        try {
            // Chronicle makes one while its first queue is opened, and this thread is there earlier.
            weeks.begin();
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
