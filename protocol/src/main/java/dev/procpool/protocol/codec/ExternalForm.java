package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.Externalizable;
import java.lang.reflect.Constructor;

/** An Externalizable object: its public constructor without arguments, and what it writes itself. */
final class ExternalForm extends Serializer<Object> {

    private static final FormField[] NO_FIELDS = {};

    private static final ClassValue<Serializer<Object>> FORMS = new ClassValue<>() {
        @Override
        protected Serializer<Object> computeValue(Class<?> type) {
            return make(type);
        }
    };

    private final Constructor<?> constructor;
    private final boolean mayBeReplaced;

    private ExternalForm(Constructor<?> constructor, boolean mayBeReplaced) {
        this.constructor = constructor;
        this.mayBeReplaced = mayBeReplaced;
    }

    static Serializer<Object> of(Class<?> type) {
        return FORMS.get(type);
    }

    private static Serializer<Object> make(Class<?> type) {
        Constructor<?> constructor = SerialMethods.publicConstructor(type);
        return constructor == null
                ? new Refusal("it is Externalizable, but has no public constructor without arguments")
                : new ExternalForm(constructor, SerialMethods.readResolve(type) != null);
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        try {
            FormOutput out = new FormOutput(kryo, output, object.getClass(), NO_FIELDS, object);
            ((Externalizable) object).writeExternal(out);
            out.end();
        } catch (Throwable e) {
            throw SerialForm.failedWriting(object, e);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        Externalizable object;
        try {
            object = (Externalizable) constructor.newInstance();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new KryoException("a " + type.getName() + " cannot be made: " + e, e);
        }
        kryo.reference(object);
        if (mayBeReplaced) {
            References.of(kryo).mayBeReplaced(object);
        }
        try {
            FormInput in = new FormInput(kryo, input, type, NO_FIELDS, object);
            object.readExternal(in);
            in.skipToEnd();
        } catch (Throwable e) {
            throw SerialForm.failedReading(e);
        }
        return object;
    }
}
