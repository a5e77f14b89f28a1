package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.SerializerFactory;
import com.esotericsoftware.kryo.kryo5.minlog.Log;
import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.InstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.ClosureSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.MapSerializer;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import dev.procpool.protocol.message.PackedList;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A Kryo that knows what may travel and how. Kryo's own serializers come first where they are right; what they get wrong
 * without opening the JDK goes through Java serialization; what belongs to one JVM is refused.
 */
final class CodecKryo extends Kryo {

    /** To be changed with every change of what is written. */
    private static final int ENCODING = 2;

    /**
     * How deep a graph may be nested: half of what fits into the stack of a thread by default. A stack that overflows within the
     * initializer of a class makes that class useless for as long as the JVM lives.
     */
    static final int MAX_DEPTH = 1000;

    private static final List<Class<?>> BOUND_TO_ONE_JVM = List.of(
            Thread.class,
            ThreadGroup.class,
            ThreadLocal.class,
            ClassLoader.class,
            Module.class,
            Process.class,
            ProcessBuilder.class,
            ProcessHandle.class,
            java.net.Socket.class,
            java.net.ServerSocket.class,
            java.net.DatagramSocket.class,
            InputStream.class,
            java.io.OutputStream.class,
            java.io.Reader.class,
            java.io.Writer.class,
            java.io.RandomAccessFile.class,
            java.nio.channels.Channel.class,
            java.nio.channels.Selector.class,
            java.util.concurrent.Executor.class,
            java.util.concurrent.Future.class,
            java.util.Timer.class,
            java.util.stream.BaseStream.class);

    static {
        Log.NONE();
    }

    private final Serializer<Object> javaSerialization;

    CodecKryo(ClassLoader loader) {
        setClassLoader(loader);
        setRegistrationRequired(false);
        setReferences(true);
        setMaxDepth(MAX_DEPTH);
        FieldSerializer.FieldSerializerConfig fields = new FieldSerializer.FieldSerializerConfig();
        fields.setIgnoreSyntheticFields(false); // what anonymous and inner classes capture
        setDefaultSerializer(new SerializerFactory.FieldSerializerFactory(fields));
        setInstantiatorStrategy(new WithoutUserConstructors());
        javaSerialization = new JavaSerialization(loader);
        register(ClosureSerializer.Closure.class, new LambdaSerializer(javaSerialization));
    }

    /** A number that both sides must have in common. */
    static long fingerprint() {
        CRC32 crc = new CRC32();
        crc.update(("encoding " + ENCODING + "\n").getBytes(StandardCharsets.UTF_8));
        String versions = "META-INF/maven/com.esotericsoftware.kryo/kryo5/pom.properties";
        try (InputStream in = Kryo.class.getClassLoader().getResourceAsStream(versions)) {
            if (in != null) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("version="))
                        .forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return crc.getValue();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Serializer getDefaultSerializer(Class type) {
        if (type == null || !(getClassLoader() instanceof AllowedClasses allowed)) {
            return chooseSerializer(type);
        }
        allowed.require(type); // what is named by the type of a field only
        Serializer<?> chosen = chooseSerializer(type);
        if (chosen instanceof FieldSerializer<?> fields) {
            CheckedField.checkAll(fields);
        }
        return chosen;
    }

    @SuppressWarnings("rawtypes")
    private Serializer chooseSerializer(Class type) {
        if (type == null || type.isArray() || type.isEnum() || type.isPrimitive() || type == Object.class) {
            return super.getDefaultSerializer(type);
        }
        if (isBoundToOneJvm(type)) {
            return new Refusal("it belongs to this JVM");
        }
        if (type == PackedList.class) {
            return JdkSerializers.asArrayList();
        }
        if (Path.class.isAssignableFrom(type)) {
            return new JdkSerializers.PathSerializer();
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return new JdkSerializers.ByteBufferSerializer();
        }
        if (Charset.class.isAssignableFrom(type)) {
            return new JdkSerializers.CharsetSerializer();
        }
        if (Throwable.class.isAssignableFrom(type) || Externalizable.class.isAssignableFrom(type)) {
            return javaSerialization;
        }
        return isOfTheJdk(type) ? jdkSerializer(type) : userSerializer(type);
    }

    private static boolean isBoundToOneJvm(Class<?> type) {
        return BOUND_TO_ONE_JVM.stream().anyMatch(c -> c.isAssignableFrom(type))
                && !(Serializable.class.isAssignableFrom(type) && !isOfTheJdk(type));
    }

    static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private Serializer<?> jdkSerializer(Class<?> type) {
        Serializer<?> special = JdkSerializers.forCollection(type);
        if (special != null) {
            return special;
        }
        Serializer<?> usual;
        try {
            usual = super.getDefaultSerializer(type);
        } catch (RuntimeException e) {
            usual = null; // its fields are closed to Kryo
        }
        boolean generic = usual == null
                || usual instanceof FieldSerializer
                || usual.getClass() == CollectionSerializer.class
                || usual.getClass() == MapSerializer.class;
        if (!generic) {
            return usual;
        }
        if (usual != null && !(usual instanceof FieldSerializer) && canBeMade(type)) {
            return usual;
        }
        return Serializable.class.isAssignableFrom(type)
                ? javaSerialization
                : new Refusal("a class of the JDK that is not Serializable");
    }

    private static boolean canBeMade(Class<?> type) {
        try {
            return Modifier.isPublic(type.getModifiers())
                    && Modifier.isPublic(type.getConstructor().getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private Serializer<?> userSerializer(Class<?> type) {
        Serializer<?> usual = super.getDefaultSerializer(type);
        boolean losesFields = usual.getClass() == CollectionSerializer.class || usual.getClass() == MapSerializer.class;
        boolean serializable = Serializable.class.isAssignableFrom(type);
        return serializable && !type.isRecord() && (losesFields || hasOwnSerialForm(type)) ? javaSerialization : usual;
    }

    private static boolean hasOwnSerialForm(Class<?> type) {
        for (Class<?> c = type; c != null && !isOfTheJdk(c); c = c.getSuperclass()) {
            if (declares(c, "writeObject", ObjectOutputStream.class)
                    || declares(c, "readObject", ObjectInputStream.class)
                    || declares(c, "writeReplace")
                    || declares(c, "readResolve")) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(Class<?> type, String method, Class<?>... parameters) {
        try {
            type.getDeclaredMethod(method, parameters);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Makes JDK objects with their constructors and user objects without any, as Java serialization does. */
    private static final class WithoutUserConstructors implements InstantiatorStrategy {

        private final InstantiatorStrategy withConstructor =
                new DefaultInstantiatorStrategy(new StdInstantiatorStrategy());
        private final InstantiatorStrategy without = new StdInstantiatorStrategy();

        @Override
        public <T> ObjectInstantiator<T> newInstantiatorOf(Class<T> type) {
            boolean collection =
                    java.util.Collection.class.isAssignableFrom(type) || java.util.Map.class.isAssignableFrom(type);
            return (isOfTheJdk(type) || collection ? withConstructor : without).newInstantiatorOf(type);
        }
    }
}
