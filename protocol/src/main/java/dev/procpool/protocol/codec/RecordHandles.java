package dev.procpool.protocol.codec;

import static java.lang.invoke.MethodType.methodType;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/** Makes one method handle that writes, and one that reads, all fields of an object of a {@link RecordForm}. */
final class RecordHandles {

    private static final Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType WRITER = methodType(void.class, PayloadBuffer.class, Object.class);
    private static final MethodType READER = methodType(Object.class, PayloadReader.class);

    private RecordHandles() {}

    /** Takes the buffer and the object; null if this JVM cannot make such a handle. */
    static MethodHandle writer(RecordForm form) {
        try {
            MethodHandle all = null;
            for (int i = form.fields().length - 1; i >= 0; i--) {
                RecordField field = form.fields()[i];
                MethodHandle put = MethodHandles.filterArguments(
                        put(field), 1, LOOKUP.unreflectGetter(field.field()).asType(getter(form, field)));
                all = all == null ? put : MethodHandles.foldArguments(all, put);
            }
            return all.asType(WRITER);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // reflection goes on
        }
    }

    private static MethodType getter(RecordForm form, RecordField field) {
        return methodType(field.type(), form.type());
    }

    /** Takes the buffer and the value of a field. */
    private static MethodHandle put(RecordField field) throws ReflectiveOperationException {
        MethodHandle put;
        if (field.constants() != null) {
            put = values("put", methodType(void.class, PayloadBuffer.class, Enum.class));
        } else if (field.nested() != null) {
            put = LOOKUP.bind(field, "putNested", methodType(void.class, PayloadBuffer.class, Object.class));
        } else if (field.isBoxed()) {
            MethodType type = methodType(void.class, FieldKind.class, PayloadBuffer.class, Object.class);
            put = values("putBoxed", type).bindTo(field.kind());
        } else {
            put = values("put", methodType(void.class, PayloadBuffer.class, field.type()));
        }
        return put.asType(methodType(void.class, PayloadBuffer.class, field.type()));
    }

    /** Takes the reader, and gives the object; null if this JVM cannot make such a handle. */
    static MethodHandle reader(RecordForm form) {
        try {
            return (form.type().isRecord() ? record(form) : bean(form)).asType(READER);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // reflection goes on
        }
    }

    private static MethodHandle record(RecordForm form) throws ReflectiveOperationException {
        RecordField[] fields = form.fields();
        MethodHandle[] values = new MethodHandle[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(fields[i]);
        }
        MethodHandle all = MethodHandles.filterArguments(LOOKUP.unreflectConstructor(form.constructor()), 0, values);
        return MethodHandles.permuteArguments(
                all, methodType(form.type(), PayloadReader.class), new int[fields.length]);
    }

    private static MethodHandle bean(RecordForm form) throws ReflectiveOperationException {
        Class<?> type = form.type();
        MethodHandle all = MethodHandles.dropArguments(MethodHandles.identity(type), 1, PayloadReader.class);
        for (int i = form.fields().length - 1; i >= 0; i--) {
            RecordField field = form.fields()[i];
            MethodHandle set = LOOKUP.unreflectSetter(field.field()).asType(methodType(void.class, type, field.type()));
            all = MethodHandles.foldArguments(all, MethodHandles.collectArguments(set, 1, get(field)));
        }
        return MethodHandles.collectArguments(
                all, 0, ClosedMemory.allocator(type).asType(methodType(type)));
    }

    /** Takes the reader, and gives the value of a field. */
    private static MethodHandle get(RecordField field) throws ReflectiveOperationException {
        MethodHandle get;
        if (field.constants() != null) {
            MethodType type = methodType(Object.class, Object[].class, PayloadReader.class);
            get = values("getConstant", type).bindTo(field.constants());
        } else if (field.nested() != null) {
            get = LOOKUP.bind(field, "getNested", methodType(Object.class, PayloadReader.class));
        } else if (field.isBoxed()) {
            MethodType type = methodType(Object.class, FieldKind.class, PayloadReader.class);
            get = values("getBoxed", type).bindTo(field.kind());
        } else {
            String name =
                    "get" + Character.toUpperCase(field.type().getSimpleName().charAt(0))
                            + field.type().getSimpleName().substring(1);
            get = values(name, methodType(field.type(), PayloadReader.class));
        }
        return get.asType(methodType(field.type(), PayloadReader.class));
    }

    private static MethodHandle values(String name, MethodType type) throws ReflectiveOperationException {
        return LOOKUP.findStatic(FieldValues.class, name, type);
    }
}
