package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An object by the rules of Java serialization, in the stream of Kryo: from its first Serializable class down, the
 * fields of each class, or what its {@code writeObject} writes. Above that class, the fields of users' classes travel
 * as well, which Java serialization would lose. All objects in it go through Kryo. So an object that
 * is also referred to from elsewhere stays one object, cycles are closed, and what it contains need not be
 * Serializable.
 */
final class SerialForm extends Serializer<Object> {

    /** The part of an object that one class describes. */
    private record Level(Class<?> type, FormField[] fields, MethodHandle writeObject, MethodHandle readObject) {

        boolean isPlain() {
            return writeObject == null && readObject == null;
        }
    }

    /** A form depends on no Kryo, and finding what it consists of takes longer than an encoding. */
    private static final ClassValue<Serializer<Object>> FORMS = new ClassValue<>() {
        @Override
        protected Serializer<Object> computeValue(Class<?> type) {
            return make(type);
        }
    };

    private final Level[] levels;
    private final Constructor<?> constructor;
    private final boolean mayBeReplaced;

    private SerialForm(Level[] levels, Constructor<?> constructor, boolean mayBeReplaced) {
        this.levels = levels;
        this.constructor = constructor;
        this.mayBeReplaced = mayBeReplaced;
    }

    /** The form of a Serializable class. */
    static Serializer<Object> of(Class<?> type) {
        return FORMS.get(type);
    }

    private static Serializer<Object> make(Class<?> type) {
        Constructor<?> constructor = SerialMethods.constructor(type);
        if (constructor == null) {
            return new Refusal("it is Serializable, but a class that it extends has no constructor without arguments");
        }
        List<Level> levels = new ArrayList<>();
        Class<?> c = type;
        for (; c != null && Serializable.class.isAssignableFrom(c); c = c.getSuperclass()) {
            levels.add(new Level(c, FormField.ofForm(c), SerialMethods.writeObject(c), SerialMethods.readObject(c)));
        }
        for (; c != null && !SerializerChoice.isOfTheJdk(c); c = c.getSuperclass()) {
            levels.add(new Level(c, FormField.declaredBy(c), null, null));
        }
        Collections.reverse(levels);
        return new SerialForm(levels.toArray(new Level[0]), constructor, SerialMethods.readResolve(type) != null);
    }

    /**
     * The fields of a class that is not Serializable, without those of {@code ancestor}, whose constructor makes the
     * object.
     */
    static Serializer<Object> ofFields(Class<?> type, Class<?> ancestor) {
        List<Level> levels = new ArrayList<>();
        for (Class<?> c = type; c != ancestor; c = c.getSuperclass()) {
            levels.add(new Level(c, FormField.declaredBy(c), null, null));
        }
        Collections.reverse(levels);
        try {
            Constructor<?> constructor = SerialMethods.constructor(type, ancestor.getDeclaredConstructor());
            return new SerialForm(levels.toArray(new Level[0]), constructor, false);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(ancestor.getName(), e);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        for (Level level : levels) {
            if (level.isPlain()) {
                for (FormField field : level.fields) {
                    field.write(kryo, output, field.get(object));
                }
            } else {
                writeCustom(kryo, output, level, object);
            }
        }
    }

    private static void writeCustom(Kryo kryo, Output output, Level level, Object object) {
        try {
            FormOutput out = new FormOutput(kryo, output, level.type, level.fields, object);
            if (level.writeObject == null) {
                out.defaultWriteObject();
            } else {
                level.writeObject.invokeExact(object, (java.io.ObjectOutputStream) out);
            }
            out.end();
        } catch (Throwable e) {
            throw failedWriting(object, e);
        }
    }

    /** The exception to throw when the code of an object has thrown {@code e} while the object was written. */
    static KryoException failedWriting(Object object, Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof KryoException inner) {
            return inner;
        }
        String reason = e instanceof NotSerializableException && e.getMessage() != null
                ? "it contains a " + e.getMessage() + ", which is not Serializable"
                : "its own serialization failed: " + e.getMessage();
        return new CannotTravel(object.getClass(), reason, e);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        Object object;
        try {
            object = constructor.newInstance();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new KryoException("a " + type.getName() + " cannot be made: " + e, e);
        }
        kryo.reference(object);
        if (mayBeReplaced) {
            References.of(kryo).mayBeReplaced(object);
        }
        for (Level level : levels) {
            if (level.isPlain()) {
                for (FormField field : level.fields) {
                    field.put(object, field.read(kryo, input));
                }
            } else {
                readCustom(kryo, input, level, object);
            }
        }
        return object;
    }

    private static void readCustom(Kryo kryo, Input input, Level level, Object object) {
        try {
            FormInput in = new FormInput(kryo, input, level.type, level.fields, object);
            if (level.readObject == null) {
                in.defaultReadObject();
            } else {
                level.readObject.invokeExact(object, (java.io.ObjectInputStream) in);
            }
            in.skipToEnd();
        } catch (Throwable e) {
            throw failedReading(e);
        }
    }

    /** The exception to throw when the code of an object has thrown {@code e} while the object was read. */
    static KryoException failedReading(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        if (e instanceof KryoException inner) {
            return inner;
        }
        return new KryoException(e instanceof IOException ? e.getMessage() : e.toString(), e);
    }
}
