package dev.procpool.worker;

import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.protocol.message.PayloadBuffer;

/**
 * Encodes what user code threw.
 *
 * @param maxBytes the size of the largest failure that is sent with its description
 */
record FailureEncoder(int maxBytes) {

    /** The encoded failure; a short one in its place if it is too large to be sent. */
    byte[] encode(Throwable failure, PayloadCodec codec) {
        PayloadBuffer encoded = new PayloadBuffer(1024);
        RemoteFailure.encode(failure, codec, encoded);
        if (encoded.size() > maxBytes) {
            encoded.clear();
            String what = failure.getClass().getName() + ", whose description is too large to be sent";
            RemoteFailure.encode(new IllegalStateException(what), codec, encoded);
        }
        return encoded.toByteArray();
    }
}
