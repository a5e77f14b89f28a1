package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.SerializerFactory;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.minlog.Log;
import com.esotericsoftware.kryo.kryo5.objenesis.instantiator.ObjectInstantiator;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.InstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.serializers.ClosureSerializer;
import com.esotericsoftware.kryo.kryo5.serializers.FieldSerializer;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.message.PackedList;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInputValidation;
import java.lang.reflect.InvocationHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/** A Kryo that sends objects as {@link SerializerChoice} says, and checks what it reads. */
final class CodecKryo extends Kryo {

    /** To be changed with every change of what is written. */
    private static final int ENCODING = 6;

    /**
     * How deep a graph may be nested: half of what fits into the stack of a thread by default. A stack that overflows
     * within the initializer of a class makes that class useless for as long as the JVM lives.
     */
    static final int MAX_DEPTH = 1000;

    static {
        Log.NONE();
    }

    private record Validation(ObjectInputValidation validation, int priority) {}

    private final SerializerChoice choice = new SerializerChoice(super::getDefaultSerializer, this::fieldsOf);
    private final Dialect dialect;
    private final List<Validation> validations = new ArrayList<>();
    private final ForeignClasses foreign;
    private SharedValues shared = SharedValues.NONE;

    /** @param foreign whether the other side lacks a class */
    CodecKryo(ClassLoader loader, Dialect dialect, Predicate<Class<?>> foreign) {
        super(new References());
        this.dialect = dialect;
        this.foreign = new ForeignClasses(foreign);
        setClassLoader(loader);
        setRegistrationRequired(false);
        setMaxDepth(MAX_DEPTH);
        setOptimizedGenerics(
                false); // they trust the declared types of elements, which an unchecked cast can make wrong
        FieldSerializer.FieldSerializerConfig fields = new FieldSerializer.FieldSerializerConfig();
        fields.setIgnoreSyntheticFields(false); // what anonymous and inner classes capture
        setDefaultSerializer(new SerializerFactory.FieldSerializerFactory(fields));
        setInstantiatorStrategy(new WithoutUserConstructors());
        register(ClosureSerializer.Closure.class, new Late<>(new LambdaSerializer()));
        register(InvocationHandler.class, new Late<>(new ProxySerializer()));
        register(PackedList.class, Views.asArrayList());
        register(SharedHandle.class, new SharedSerializer());
    }

    static CodecKryo of(Kryo kryo) {
        return (CodecKryo) kryo;
    }

    void sharing(SharedValues values) {
        shared = values;
    }

    /** The values that handles stand for. */
    SharedValues shared() {
        return shared;
    }

    void noting(CodeNotes notes) {
        foreign.noting(notes);
    }

    boolean hasMetForeignClasses() {
        return foreign.hasMetAny();
    }

    /** The classes that the other side lacks. */
    ForeignClasses foreign() {
        return foreign;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Registration writeClass(Output output, Class type) {
        Registration written = super.writeClass(output, type);
        if (foreign.hasMetAny() && written != null) {
            foreign.written(written.getType());
        }
        return written;
    }

    /** A number that both sides must have in common. */
    static long fingerprint(Dialect dialect) {
        CRC32 crc = new CRC32();
        String jdk = dialect == Dialect.ONE_JDK ? jdk(Runtime.version()) : "any JDK";
        String version = "encoding " + ENCODING + " of " + jdk + "\n";
        crc.update(version.getBytes(StandardCharsets.UTF_8));
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

    /**
     * The part of a version that both sides must have in common: classes of the JDK are sent by their fields, which
     * another JDK need not have. Another build of the same update has them: a JDK that is replaced by one must not stop
     * a pool that runs.
     */
    static String jdk(Runtime.Version version) {
        return version.feature() + "." + version.interim() + "." + version.update();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Serializer getDefaultSerializer(Class type) {
        if (type != null && getClassLoader() instanceof AllowedClasses allowed) {
            allowed.require(type); // what is named by the type of a field only
        }
        foreign.meet(type);
        if (type != null && type.isArray() && !type.getComponentType().isPrimitive()) {
            return new ObjectArrays(type, this);
        }
        Serializer<?> chosen = choice.of(type);
        return dialect == Dialect.ONE_JDK || type == null ? chosen : JdkShape.around(type, chosen);
    }

    private Serializer<?> fieldsOf(Class<?> type) {
        try {
            FieldSerializer<?> fields = (FieldSerializer<?>) newDefaultSerializer(type);
            CheckedField.checkAll(fields, this);
            return fields;
        } catch (RuntimeException e) {
            return new Refusal("its fields are closed: " + e.getMessage());
        }
    }

    /** Has an object checked when all that was sent with it is read; the highest priority comes first. */
    void validateAtEnd(ObjectInputValidation validation, int priority) {
        validations.add(new Validation(validation, priority));
    }

    /** Checks what {@link #validateAtEnd} was told. */
    void validate() throws InvalidObjectException {
        if (validations.isEmpty()) {
            return;
        }
        List<Validation> all = new ArrayList<>(validations);
        validations.clear();
        all.sort(Comparator.comparingInt(Validation::priority).reversed());
        for (Validation one : all) {
            one.validation.validateObject();
        }
    }

    /** Makes JDK objects with their constructors and user objects without any, as Java serialization does. */
    private static final class WithoutUserConstructors implements InstantiatorStrategy {

        private final InstantiatorStrategy withConstructor =
                new DefaultInstantiatorStrategy(new StdInstantiatorStrategy());
        private final InstantiatorStrategy without = new StdInstantiatorStrategy();

        @Override
        public <T> ObjectInstantiator<T> newInstantiatorOf(Class<T> type) {
            return (SerializerChoice.isOfTheJdk(type) ? withConstructor : without).newInstantiatorOf(type);
        }
    }
}
