package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.MethodHandle;

/**
 * A class with {@code writeReplace} or {@code readResolve}: sends the object that it gives instead of its own, and
 * gives to the reader what it makes of the one that arrived.
 */
final class Replacing extends Serializer<Object> {

    private static final boolean REPLACED = true;

    private final Serializer<Object> form;
    private final MethodHandle writeReplace;
    private final MethodHandle readResolve;

    private Replacing(Serializer<Object> form, MethodHandle writeReplace, MethodHandle readResolve) {
        this.form = form;
        this.writeReplace = writeReplace;
        this.readResolve = readResolve;
    }

    /** The form itself if a Serializable class has neither of the two methods. */
    static Serializer<Object> around(Class<?> type, Serializer<Object> form) {
        MethodHandle writeReplace = SerialMethods.writeReplace(type);
        MethodHandle readResolve = SerialMethods.readResolve(type);
        return writeReplace == null && readResolve == null ? form : new Replacing(form, writeReplace, readResolve);
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        if (writeReplace == null) {
            form.write(kryo, output, object);
            return;
        }
        Object replacement;
        try {
            replacement = (Object) writeReplace.invokeExact(object);
        } catch (Throwable e) {
            throw SerialForm.failedWriting(object, e);
        }
        References references = References.of(kryo);
        if (replacement != null
                && replacement.getClass() == object.getClass()
                && references.takesPlaceOf(object, replacement)) {
            output.writeBoolean(!REPLACED);
            form.write(kryo, output, replacement);
            return;
        }
        output.writeBoolean(REPLACED);
        references.begin(object);
        try {
            kryo.writeClassAndObject(output, replacement);
        } finally {
            references.end();
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        if (writeReplace != null && input.readBoolean() == REPLACED) {
            return kryo.readClassAndObject(input);
        }
        if (readResolve == null) {
            return form.read(kryo, input, type);
        }
        References references = References.of(kryo);
        int id = references.lastReadId();
        Object object = form.read(kryo, input, type);
        Object resolved;
        try {
            resolved = (Object) readResolve.invokeExact(object);
        } catch (Throwable e) {
            throw SerialForm.failedReading(e);
        }
        references.replace(id, object, resolved);
        return resolved;
    }
}
