package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** Refuses to encode, and to decode, objects of a class. */
final class Refusal extends Serializer<Object> {

    private final String reason;

    Refusal(String reason) {
        this.reason = reason;
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        throw new CannotTravel(object.getClass(), reason, null);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        throw new CannotTravel(type, reason, null);
    }
}
