package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.DefaultSerializer;
import com.esotericsoftware.kryo.kryo5.KryoSerializable;
import com.esotericsoftware.kryo.kryo5.Serializer;
import java.io.Externalizable;
import java.io.InputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How the objects of a class travel. A class of the JDK has a serializer of Kryo or of ours only if it is named here,
 * where the test against Java serialization has tried it; every other one that is Serializable has its form of Java
 * serialization.
 */
final class SerializerChoice {

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

    /** Kryo's serializers are right for these. */
    private static final Set<String> BY_KRYO = Set.of(
            "java.lang.Boolean",
            "java.lang.Byte",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Float",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Short",
            "java.lang.String",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.time.Duration",
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.MonthDay",
            "java.time.OffsetDateTime",
            "java.time.OffsetTime",
            "java.time.Period",
            "java.time.Year",
            "java.time.YearMonth",
            "java.time.ZoneOffset",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.Currency",
            "java.util.Date",
            "java.util.EnumSet",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.JumboEnumSet",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.OptionalDouble",
            "java.util.OptionalInt",
            "java.util.OptionalLong",
            "java.util.RegularEnumSet",
            "java.util.concurrent.ConcurrentHashMap");

    /** Their writeReplace is for JDK 1.3, and would keep them from being in a cycle. */
    private static final Set<String> AS_THEY_ARE = Set.of(
            "java.util.Collections$CheckedRandomAccessList",
            "java.util.Collections$SynchronizedRandomAccessList",
            "java.util.Collections$UnmodifiableRandomAccessList");

    private static final Set<String> BY_FIELDS = Set.of(
            "java.util.DoubleSummaryStatistics", "java.util.IntSummaryStatistics", "java.util.LongSummaryStatistics");

    /** Abstract classes whose only fields are caches and counts of changes. */
    private static final Set<String> WITHOUT_STATE = Set.of(
            "java.util.AbstractCollection",
            "java.util.AbstractList",
            "java.util.AbstractMap",
            "java.util.AbstractQueue",
            "java.util.AbstractSequentialList",
            "java.util.AbstractSet");

    private final Function<Class<?>, Serializer<?>> kryos;
    private final Function<Class<?>, Serializer<?>> fields;

    /**
     * @param kryos what Kryo would choose
     * @param fields the serializer of the fields of a class
     */
    SerializerChoice(Function<Class<?>, Serializer<?>> kryos, Function<Class<?>, Serializer<?>> fields) {
        this.kryos = kryos;
        this.fields = fields;
    }

    Serializer<?> of(Class<?> type) {
        if (type == null
                || type.isArray()
                || type.isPrimitive()
                || type == Object.class
                || Enum.class.isAssignableFrom(type)) {
            return kryos.apply(type);
        } else if (isBoundToOneJvm(type)) {
            return new Refusal("it belongs to this JVM");
        } else if (Path.class.isAssignableFrom(type)) {
            return new JdkSerializers.PathSerializer();
        } else if (ByteBuffer.class.isAssignableFrom(type)) {
            return new JdkSerializers.ByteBufferSerializer();
        } else if (Charset.class.isAssignableFrom(type)) {
            return new JdkSerializers.CharsetSerializer();
        }
        return isOfTheJdk(type) ? ofTheJdk(type) : ofUser(type);
    }

    private static boolean isBoundToOneJvm(Class<?> type) {
        return BOUND_TO_ONE_JVM.stream().anyMatch(c -> c.isAssignableFrom(type))
                && !(Serializable.class.isAssignableFrom(type) && !isOfTheJdk(type));
    }

    static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private Serializer<?> ofTheJdk(Class<?> type) {
        String name = type.getName();
        if (BY_KRYO.contains(name)) {
            return kryos.apply(type);
        } else if (BY_FIELDS.contains(name)) {
            return SerialForm.ofFields(type, Object.class);
        } else if (AS_THEY_ARE.contains(name)) {
            return SerialForm.of(type);
        }
        return switch (name) {
            case "java.lang.Class" -> new ClassNames();
            case "java.util.ImmutableCollections$ListN", "java.util.ImmutableCollections$List12" ->
                new Late<>(new JdkSerializers.ImmutableList(type));
            case "java.util.ImmutableCollections$SetN", "java.util.ImmutableCollections$Set12" ->
                new Late<>(new JdkSerializers.ImmutableSet());
            case "java.util.ImmutableCollections$MapN", "java.util.ImmutableCollections$Map1" ->
                new Late<>(new JdkSerializers.ImmutableMap());
            case "java.util.Optional" -> new Late<>(kryos.apply(type));
            case "java.util.LinkedHashMap" -> new JdkSerializers.LinkedMap();
            default -> bySerialForm(type);
        };
    }

    private static Serializer<?> bySerialForm(Class<?> type) {
        if (type == ObjectStreamClass.class || type == ObjectStreamField.class) {
            return new Refusal("it describes a class of this JVM");
        } else if (type.isRecord() && Serializable.class.isAssignableFrom(type)) {
            return new Refusal("a record of the JDK");
        } else if (Externalizable.class.isAssignableFrom(type)) {
            return Replacing.around(type, ExternalForm.of(type));
        } else if (Serializable.class.isAssignableFrom(type)) {
            return Replacing.around(type, SerialForm.of(type));
        }
        Serializer<?> view = Views.of(type);
        return view != null ? view : new Refusal("a class of the JDK that is not Serializable");
    }

    private Serializer<?> ofUser(Class<?> type) {
        if (KryoSerializable.class.isAssignableFrom(type) || type.isAnnotationPresent(DefaultSerializer.class)) {
            return kryos.apply(type);
        }
        boolean serializable = Serializable.class.isAssignableFrom(type);
        if (type.isRecord()) {
            return serializable ? Replacing.around(type, new Records(type)) : new Records(type);
        } else if (Externalizable.class.isAssignableFrom(type)) {
            return Replacing.around(type, ExternalForm.of(type));
        }
        Class<?> jdk = ClassFacts.nearestOfTheJdk(type);
        boolean extendsState = !WITHOUT_STATE.contains(jdk.getName()) && ClassFacts.hasFields(jdk);
        if (serializable
                && (ClassFacts.hasOwnSerialForm(type) || extendsState || Serializable.class.isAssignableFrom(jdk))) {
            return Replacing.around(type, SerialForm.of(type));
        }
        return serializable ? byFields(type, jdk) : ofNotSerializable(type, jdk, extendsState);
    }

    private Serializer<?> ofNotSerializable(Class<?> type, Class<?> jdk, boolean extendsState) {
        if (extendsState) {
            return new Refusal("it extends " + jdk.getName() + ", whose fields are closed, and is not Serializable");
        }
        boolean collection = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
        Field left = collection ? ClassFacts.transientField(type) : null;
        if (left != null) {
            String name = left.getDeclaringClass().getSimpleName() + "." + left.getName();
            return new Refusal("it is a collection whose field " + name + " is transient, and is not Serializable");
        }
        return byFields(type, jdk);
    }

    private Serializer<?> byFields(Class<?> type, Class<?> jdk) {
        return ClassFacts.hasFields(jdk) ? SerialForm.ofFields(type, jdk) : fields.apply(type);
    }
}
