package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;

/** A serializer that makes its object after it has read what that contains; see {@link References}. */
final class Late<T> extends Serializer<T> {

    private final Serializer<T> serializer;

    Late(Serializer<T> serializer) {
        this.serializer = serializer;
    }

    @Override
    public void write(Kryo kryo, Output output, T object) {
        References references = References.of(kryo);
        references.begin(object);
        try {
            serializer.write(kryo, output, object);
        } finally {
            references.end();
        }
    }

    @Override
    public T read(Kryo kryo, Input input, Class<? extends T> type) {
        return serializer.read(kryo, input, type);
    }
}
