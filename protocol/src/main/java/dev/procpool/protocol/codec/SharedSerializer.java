package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.procpool.task.Shared;

/** Sends the number of a handle; {@link SharedValues} of the other side finds its own handle by it. */
final class SharedSerializer extends Serializer<SharedHandle<?>> {

    @Override
    public void write(Kryo kryo, Output output, SharedHandle<?> handle) {
        try {
            CodecKryo.of(kryo).shared().sending(handle);
        } catch (IllegalStateException e) {
            throw new CannotTravel(Shared.class, e.getMessage(), null);
        }
        output.writeVarLong(handle.id(), true);
    }

    @Override
    public SharedHandle<?> read(Kryo kryo, Input input, Class<? extends SharedHandle<?>> type) {
        try {
            return CodecKryo.of(kryo).shared().received(input.readVarLong(true));
        } catch (IllegalStateException e) {
            throw new KryoException(e.getMessage());
        }
    }
}
