package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.DefaultSerializer;
import com.esotericsoftware.kryo.kryo5.KryoSerializable;
import com.esotericsoftware.kryo.kryo5.Serializer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Decides which classes have a {@link RecordForm}, and takes them apart. An object of such a class cannot refer to
 * itself, and arrives as it does when {@link SerializerChoice} sends it. Confined to one thread.
 */
final class RecordShape {

    /** The largest number of fields, those of nested records included; a constructor cannot have many more. */
    static final int MOST_FIELDS = 64;

    private static final String KRYOS = "com.esotericsoftware.";

    /** Stands for the serializers other than that of records. */
    private static final Serializer<Object> OTHER = new Refusal("of another form");

    private static final Serializer<Object> BY_FIELDS = new Refusal("by its fields");

    private static final SerializerChoice CHOICE = new SerializerChoice(type -> OTHER, type -> BY_FIELDS);

    /** The classes that are being taken apart, the innermost first. */
    private final Deque<Class<?>> path = new ArrayDeque<>();

    private int left = MOST_FIELDS;

    private RecordShape() {}

    /** The form of a class; empty if its objects travel the usual way. */
    static Optional<RecordForm> formOf(Class<?> type) {
        try {
            return new RecordShape()
                    .form(type)
                    .filter(form -> form.description().length <= RecordDescription.MOST_BYTES);
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty(); // the usual way says what is wrong
        }
    }

    private Optional<RecordForm> form(Class<?> type) {
        if (type.isHidden() || type.isArray() || path.contains(type) || !RecordDescription.canName(type.getName())) {
            return Optional.empty();
        }
        Serializer<?> chosen = CHOICE.of(type);
        if (!(chosen instanceof Records) && chosen != BY_FIELDS) {
            return Optional.empty();
        }
        path.push(type);
        Optional<List<RecordField>> fields = fields(type);
        path.pop();
        return fields.filter(some -> !some.isEmpty()).map(all -> new RecordForm(type, all, constructor(type)));
    }

    private Optional<List<RecordField>> fields(Class<?> type) {
        List<RecordField> fields = new ArrayList<>();
        for (Field field : declared(type)) {
            left--;
            if (left < 0 || !isPlain(field)) {
                return Optional.empty();
            }
            field.setAccessible(true);
            Optional<RecordField> known = field(field);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            fields.add(known.get());
        }
        return Optional.of(fields);
    }

    private static boolean isPlain(Field field) {
        return !field.isSynthetic()
                && !Modifier.isTransient(field.getModifiers())
                && RecordDescription.canName(field.getName())
                && Arrays.stream(field.getAnnotations())
                        .noneMatch(each -> each.annotationType().getName().startsWith(KRYOS));
    }

    private Optional<RecordField> field(Field field) {
        Class<?> type = field.getType();
        if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return isOrdinary(type, constants)
                    ? Optional.of(new RecordField(field, null, constants, null))
                    : Optional.empty();
        } else if (type.isRecord()) {
            return form(type).map(nested -> new RecordField(field, null, null, nested));
        }
        return FieldKind.of(type).map(kind -> new RecordField(field, kind, null, null));
    }

    private static boolean isOrdinary(Class<?> type, Object[] constants) {
        return !KryoSerializable.class.isAssignableFrom(type)
                && !type.isAnnotationPresent(DefaultSerializer.class)
                && RecordDescription.canName(type.getName())
                && Arrays.stream(constants).allMatch(each -> RecordDescription.canName(((Enum<?>) each).name()));
    }

    /** The fields that make up the objects of a class, in the order in which they are sent. */
    static List<Field> declared(Class<?> type) {
        return type.isRecord() ? components(type) : inherited(type);
    }

    private static List<Field> components(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(type, component.getName()));
        }
        return fields;
    }

    private static Field field(Class<?> type, String name) {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The fields of a class and of those that it extends; no JVM promises the order in which it lists them. */
    private static List<Field> inherited(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            Arrays.stream(c.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .sorted(Comparator.comparing(Field::getName))
                    .forEach(fields::add);
        }
        return fields;
    }

    /** Makes a record of its components, or an empty object without the constructors of users, as Kryo does. */
    private static Constructor<?> constructor(Class<?> type) {
        try {
            if (!type.isRecord()) {
                return SerialMethods.constructor(type, Object.class.getDeclaredConstructor());
            }
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
