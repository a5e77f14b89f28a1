package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.serializers.MapSerializer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Classes of the JDK for which neither Kryo nor Java serialization is right, or fast. */
final class JdkSerializers {

    private static final long ALLOWS_NULLS = offset("java.util.ImmutableCollections$ListN", "allowNulls");
    private static final long BY_ACCESS = offset("java.util.LinkedHashMap", "accessOrder");

    private JdkSerializers() {}

    private static long offset(String type, String field) {
        try {
            return ClosedMemory.offset(Class.forName(type).getDeclaredField(field));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no field " + field + " in " + type, e);
        }
    }

    /** Writes the count of elements and the elements. */
    static void writeElements(Kryo kryo, Output output, Object[] elements) {
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

    /** Reads what {@link #writeElements} wrote. */
    static Object[] readElements(Kryo kryo, Input input) {
        Object[] elements = new Object[count(input)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = kryo.readClassAndObject(input);
        }
        return elements;
    }

    /** Writes the count of mappings, the keys and values. */
    static void writeMappings(Kryo kryo, Output output, Map<?, ?> map) {
        output.writeVarInt(map.size(), true);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            kryo.writeClassAndObject(output, entry.getKey());
            kryo.writeClassAndObject(output, entry.getValue());
        }
    }

    /**
     * Lists of {@code List.of} without nulls, and of {@code Stream.toList}, which may contain and be asked for null.
     */
    static final class ImmutableList extends Serializer<List<?>> {

        private final boolean mayAllowNulls;

        ImmutableList(Class<?> type) {
            this.mayAllowNulls = type.getName().endsWith("ListN");
        }

        @Override
        public void write(Kryo kryo, Output output, List<?> list) {
            boolean nulls = mayAllowNulls && (boolean) ClosedMemory.get(boolean.class, list, ALLOWS_NULLS);
            output.writeBoolean(nulls);
            writeElements(kryo, output, list.toArray());
        }

        @Override
        public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
            boolean nulls = input.readBoolean();
            Object[] elements = readElements(kryo, input);
            return nulls ? Arrays.stream(elements).toList() : List.of(elements);
        }
    }

    /** Immutable sets. With Kryo's serializer the second reference to such a set leads to a HashSet. */
    static final class ImmutableSet extends Serializer<Set<?>> {

        @Override
        public void write(Kryo kryo, Output output, Set<?> set) {
            writeElements(kryo, output, set.toArray());
        }

        @Override
        public Set<?> read(Kryo kryo, Input input, Class<? extends Set<?>> type) {
            return Set.of(readElements(kryo, input));
        }
    }

    /** Immutable maps. With Kryo's serializer the second reference to such a map leads to a HashMap. */
    static final class ImmutableMap extends Serializer<Map<?, ?>> {

        @Override
        public void write(Kryo kryo, Output output, Map<?, ?> map) {
            writeMappings(kryo, output, map);
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"})
        public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
            Map.Entry<Object, Object>[] entries = new Map.Entry[count(input)];
            for (int i = 0; i < entries.length; i++) {
                Object key = kryo.readClassAndObject(input);
                entries[i] = Map.entry(key, kryo.readClassAndObject(input));
            }
            return Map.ofEntries(entries);
        }
    }

    /** A map that is ordered by access travels by its form of Java serialization, all others as Kryo sends maps. */
    static final class LinkedMap extends Serializer<LinkedHashMap<?, ?>> {

        private final Serializer<Map<?, ?>> byInsertion = usual();
        private final Serializer<Object> form = SerialForm.of(LinkedHashMap.class);

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static Serializer<Map<?, ?>> usual() {
            return (Serializer) new MapSerializer<>();
        }

        @Override
        public void write(Kryo kryo, Output output, LinkedHashMap<?, ?> map) {
            boolean byAccess = (boolean) ClosedMemory.get(boolean.class, map, BY_ACCESS);
            output.writeBoolean(byAccess);
            if (byAccess) {
                form.write(kryo, output, map);
            } else {
                byInsertion.write(kryo, output, map);
            }
        }

        @Override
        public LinkedHashMap<?, ?> read(Kryo kryo, Input input, Class<? extends LinkedHashMap<?, ?>> type) {
            return (LinkedHashMap<?, ?>)
                    (input.readBoolean() ? form.read(kryo, input, type) : byInsertion.read(kryo, input, type));
        }
    }

    /** A count of elements that the input may have. */
    static int count(Input input) {
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
            String name = path.toString();
            if (!isNamed(path, name)) {
                throw new CannotTravel(
                        path.getClass(), "its name is no text in the encoding that this JVM has for file names", null);
            }
            output.writeString(name);
        }

        /** Names of files are bytes, which need not be text: the text of others has characters that stand for them. */
        private static boolean isNamed(Path path, String name) {
            try {
                return Path.of(name).equals(path);
            } catch (InvalidPathException e) {
                return false;
            }
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

    /**
     * The bytes between position and limit, the byte order, and whether they are read-only; a mapped buffer arrives as
     * a direct one.
     */
    static final class ByteBufferSerializer extends Serializer<ByteBuffer> {

        @Override
        public void write(Kryo kryo, Output output, ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            output.writeBoolean(buffer.isDirect());
            output.writeBoolean(buffer.isReadOnly());
            output.writeBoolean(buffer.order() == ByteOrder.BIG_ENDIAN);
            output.writeVarInt(bytes.length, true);
            output.writeBytes(bytes);
        }

        @Override
        public ByteBuffer read(Kryo kryo, Input input, Class<? extends ByteBuffer> type) {
            boolean direct = input.readBoolean();
            boolean readOnly = input.readBoolean();
            ByteOrder order = input.readBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            byte[] bytes = input.readBytes(count(input));
            ByteBuffer buffer =
                    direct ? ByteBuffer.allocateDirect(bytes.length).put(bytes).flip() : ByteBuffer.wrap(bytes);
            return (readOnly ? buffer.asReadOnlyBuffer() : buffer).order(order);
        }
    }
}
