package dev.procpool.protocol.codec;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.nio.charset.StandardCharsets;

/** The encoding of a shared value, behind the name of its class, which messages of the worker need. */
public final class SharedEncoding {

    private static final int INITIAL_BYTES = 256;

    private SharedEncoding() {}

    /** Encodes a value; throws what {@link PayloadCodec#encode} throws. */
    public static byte[] encode(Object value, PayloadCodec codec) {
        PayloadBuffer out = new PayloadBuffer(INITIAL_BYTES);
        byte[] name = value.getClass().getTypeName().getBytes(StandardCharsets.UTF_8);
        out.putVarInt(name.length);
        out.put(name, 0, name.length);
        codec.encode(value, out);
        return out.toByteArray();
    }

    /** The name of the class of the value. */
    public static String className(byte[] encoded) {
        PayloadReader in = new PayloadReader(encoded, 0, encoded.length);
        int length = in.getVarInt();
        return new String(encoded, in.position(), length, StandardCharsets.UTF_8);
    }

    /** Decodes the value; throws what {@link PayloadCodec#decode} throws. */
    public static Object decode(byte[] encoded, PayloadCodec codec) {
        PayloadReader in = new PayloadReader(encoded, 0, encoded.length);
        in.skip(in.getVarInt());
        int length = in.getVarInt();
        return codec.decode(encoded, in.position(), length);
    }
}
