package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Classes of the JDK that neither Kryo nor Java serialization does justice to. */
final class JdkSerializers {

    private JdkSerializers() {}

    /** Views and wrappers whose elements need not be Serializable; null for every other class. */
    static Serializer<?> forCollection(Class<?> type) {
        return switch (type.getName()) {
            case "java.util.ArrayList$SubList",
                    "java.util.ImmutableCollections$SubList",
                    "java.util.AbstractList$SubList",
                    "java.util.AbstractList$RandomAccessSubList" -> asArrayList();
            case "java.util.ImmutableCollections$ListN", "java.util.ImmutableCollections$List12" ->
                new Elements(JdkSerializers::immutable);
            case "java.util.Collections$UnmodifiableList", "java.util.Collections$UnmodifiableRandomAccessList" ->
                new Elements(Collections::unmodifiableList);
            case "java.util.Collections$UnmodifiableCollection" -> new Elements(Collections::unmodifiableCollection);
            case "java.util.Collections$UnmodifiableSet" ->
                new Elements(list -> Collections.unmodifiableSet(new LinkedHashSet<>(list)));
            case "java.util.Collections$UnmodifiableMap" -> new UnmodifiableMap();
            default -> null;
        };
    }

    /** For a list that is to arrive as an {@link ArrayList}. */
    static Serializer<?> asArrayList() {
        return new Elements(ArrayList::new);
    }

    private static Collection<?> immutable(List<Object> elements) {
        boolean nulls = elements.contains(null);
        return nulls ? Collections.unmodifiableList(elements) : List.copyOf(elements);
    }

    private static final class Elements extends Serializer<Collection<?>> {

        private final Function<List<Object>, Collection<?>> make;

        Elements(Function<List<Object>, Collection<?>> make) {
            this.make = make;
        }

        @Override
        public void write(Kryo kryo, Output output, Collection<?> collection) {
            Object[] elements = collection.toArray();
            output.writeVarInt(elements.length, true);
            for (int i = 0; i < elements.length; i++) {
                try {
                    kryo.writeClassAndObject(output, elements[i]);
                } catch (KryoException e) {
                    e.addTrace("[" + i + "] (element)");
                    throw e;
                }
            }
        }

        @Override
        public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
            int count = count(input);
            List<Object> elements = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                elements.add(kryo.readClassAndObject(input));
            }
            return make.apply(elements);
        }
    }

    private static final class UnmodifiableMap extends Serializer<Map<?, ?>> {

        @Override
        public void write(Kryo kryo, Output output, Map<?, ?> map) {
            Object[] entries = map.entrySet().toArray();
            output.writeVarInt(entries.length, true);
            for (Object entry : entries) {
                kryo.writeClassAndObject(output, ((Map.Entry<?, ?>) entry).getKey());
                kryo.writeClassAndObject(output, ((Map.Entry<?, ?>) entry).getValue());
            }
        }

        @Override
        public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
            int count = count(input);
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                Object key = kryo.readClassAndObject(input);
                map.put(key, kryo.readClassAndObject(input));
            }
            return Collections.unmodifiableMap(map);
        }
    }

    private static int count(Input input) {
        int count = input.readVarInt(true);
        if (count < 0 || count > input.limit() - input.position()) {
            throw new KryoException(count + " elements do not fit");
        }
        return count;
    }

    static final class PathSerializer extends Serializer<Path> {

        @Override
        public void write(Kryo kryo, Output output, Path path) {
            if (path.getFileSystem() != FileSystems.getDefault()) {
                throw new CannotTravel(path.getClass(), "a path of another file system than the default", null);
            }
            output.writeString(path.toString());
        }

        @Override
        public Path read(Kryo kryo, Input input, Class<? extends Path> type) {
            return Path.of(input.readString());
        }
    }

    static final class CharsetSerializer extends Serializer<Charset> {

        @Override
        public void write(Kryo kryo, Output output, Charset charset) {
            output.writeString(charset.name());
        }

        @Override
        public Charset read(Kryo kryo, Input input, Class<? extends Charset> type) {
            return Charset.forName(input.readString());
        }
    }

    /** What lies between position and limit, and the byte order; a mapped buffer arrives as a direct one. */
    static final class ByteBufferSerializer extends Serializer<ByteBuffer> {

        @Override
        public void write(Kryo kryo, Output output, ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            output.writeBoolean(buffer.isDirect());
            output.writeBoolean(buffer.order() == ByteOrder.BIG_ENDIAN);
            output.writeVarInt(bytes.length, true);
            output.writeBytes(bytes);
        }

        @Override
        public ByteBuffer read(Kryo kryo, Input input, Class<? extends ByteBuffer> type) {
            boolean direct = input.readBoolean();
            ByteOrder order = input.readBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            byte[] bytes = input.readBytes(count(input));
            ByteBuffer buffer =
                    direct ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip() : ByteBuffer.wrap(bytes);
            return buffer.order(order);
        }
    }
}
