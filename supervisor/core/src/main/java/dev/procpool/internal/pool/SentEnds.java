package dev.procpool.internal.pool;

import dev.procpool.internal.backend.Call;
import dev.procpool.internal.between.Journeys;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Ends of pipes in functions and items: those that have not arrived when their call is settled are recalled, as no
 * worker will decode them. Thread-safe.
 */
final class SentEnds {

    static final SentEnds HERE = new SentEnds();

    /** By the encoding of a function whose call was not made yet; an array is equal to itself only. */
    private final Map<byte[], Journeys> inFunctions = new ConcurrentHashMap<>();

    /** Encodes a function. */
    byte[] encode(Supplier<byte[]> encoding) {
        Journeys sent = new Journeys();
        byte[] encoded = sent.during(encoding);
        sent.recallWhen(over -> inFunctions.put(encoded, sent));
        return encoded;
    }

    /** The function of a call is sent with it. */
    void sendWith(Call call) {
        byte[] function = call.function().encoded();
        Journeys sent = function == null || inFunctions.isEmpty() ? null : inFunctions.remove(function);
        if (sent != null) {
            sent.recallWhen(call.shared::afterwards);
        }
    }

    /** Encodes an item of a call. */
    static void encodeItem(Call call, Runnable encoding) {
        Journeys sent = new Journeys();
        sent.during(() -> {
            encoding.run();
            return call;
        });
        sent.recallWhen(call.shared::afterwards);
    }
}
