package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.lang.reflect.Field;

/**
 * A field of a class in a {@link RecordForm}, read and written by reflection. Immutable.
 *
 * @param field is accessible
 * @param kind the kind of its values; null if they are constants or records
 * @param constants the constants of its enum; null if that is no enum
 * @param nested the form of its record; null if that is no record
 */
record RecordField(Field field, FieldKind kind, Object[] constants, RecordForm nested) {

    Class<?> type() {
        return field.getType();
    }

    /** Whether the values are boxes. */
    boolean isBoxed() {
        return kind != null && kind.type() != type();
    }

    /** The name as a trace of Kryo has it. */
    String trace() {
        return field.getName() + " (" + field.getDeclaringClass().getName() + ")";
    }

    void write(PayloadBuffer out, Object owner) throws IllegalAccessException {
        Object value = field.get(owner);
        if (constants != null) {
            FieldValues.put(out, (Enum<?>) value);
        } else if (nested != null) {
            putNested(out, value);
        } else if (isBoxed()) {
            FieldValues.putBoxed(kind, out, value);
        } else {
            kind.put(out, value);
        }
    }

    Object read(PayloadReader in) {
        if (constants != null) {
            return FieldValues.getConstant(constants, in);
        } else if (nested != null) {
            return getNested(in);
        }
        return isBoxed() ? FieldValues.getBoxed(kind, in) : kind.get(in);
    }

    /** Appends a record, or null. */
    void putNested(PayloadBuffer out, Object value) {
        FieldValues.put(out, value != null);
        if (value != null) {
            nested.writeFields(out, value);
        }
    }

    Object getNested(PayloadReader in) {
        if (!FieldValues.getBoolean(in)) {
            return null;
        }
        try {
            return nested.readFields(in);
        } catch (KryoException e) {
            e.addTrace(trace());
            throw e;
        }
    }
}
