package dev.procpool.protocol.codec;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types of fields that a {@link RecordForm} may have, but for enums and records. */
enum FieldKind {
    BOOLEAN(boolean.class),
    BYTE(byte.class),
    SHORT(short.class),
    CHAR(char.class),
    INT(int.class),
    LONG(long.class),
    FLOAT(float.class),
    DOUBLE(double.class),
    STRING(String.class);

    private static final Map<Class<?>, FieldKind> BY_TYPE = byType();

    private final Class<?> type;

    FieldKind(Class<?> type) {
        this.type = type;
    }

    private static Map<Class<?>, FieldKind> byType() {
        Map<Class<?>, FieldKind> kinds = new HashMap<>();
        for (FieldKind kind : values()) {
            kinds.put(kind.type, kind);
            kinds.put(MethodType.methodType(kind.type).wrap().returnType(), kind);
        }
        return Map.copyOf(kinds);
    }

    /** The kind of a field of a primitive type, of its box, or of String. */
    static Optional<FieldKind> of(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** The primitive type, or String. */
    Class<?> type() {
        return type;
    }

    /** Appends a value, which is not null unless it is a string. */
    void put(PayloadBuffer out, Object value) {
        switch (this) {
            case BOOLEAN -> FieldValues.put(out, (boolean) value);
            case BYTE -> FieldValues.put(out, (byte) value);
            case SHORT -> FieldValues.put(out, (short) value);
            case CHAR -> FieldValues.put(out, (char) value);
            case INT -> FieldValues.put(out, (int) value);
            case LONG -> FieldValues.put(out, (long) value);
            case FLOAT -> FieldValues.put(out, (float) value);
            case DOUBLE -> FieldValues.put(out, (double) value);
            case STRING -> FieldValues.put(out, (String) value);
        }
    }

    /** Reads a value that {@link #put} has written. */
    Object get(PayloadReader in) {
        return switch (this) {
            case BOOLEAN -> FieldValues.getBoolean(in);
            case BYTE -> FieldValues.getByte(in);
            case SHORT -> FieldValues.getShort(in);
            case CHAR -> FieldValues.getChar(in);
            case INT -> FieldValues.getInt(in);
            case LONG -> FieldValues.getLong(in);
            case FLOAT -> FieldValues.getFloat(in);
            case DOUBLE -> FieldValues.getDouble(in);
            case STRING -> FieldValues.getString(in);
        };
    }
}
