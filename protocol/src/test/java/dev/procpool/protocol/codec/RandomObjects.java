package dev.procpool.protocol.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.Condition;

/** Random objects of classes of simple fields, and their comparison to the last bit. */
final class RandomObjects {

    private static final int NULLS = 5;
    private static final int LONGEST = 70;

    private RandomObjects() {}

    static Object of(Class<?> type, Random random) throws ReflectiveOperationException {
        if (type.isRecord()) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] values = new Object[types.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(types[i], random);
            }
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        }
        Object bean = SerialMethods.constructor(type, Object.class.getDeclaredConstructor())
                .newInstance();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                field.setAccessible(true);
                field.set(bean, value(field.getType(), random));
            }
        }
        return bean;
    }

    private static Object value(Class<?> type, Random random) throws ReflectiveOperationException {
        if (!type.isPrimitive() && random.nextInt(NULLS) == 0) {
            return null;
        } else if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        } else if (type == String.class) {
            int largest = random.nextBoolean() ? 0x7f : random.nextBoolean() ? 0xff : 0xffff;
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(LONGEST), 0, 1 + largest).forEach(c -> text.append((char) c));
            return text.toString();
        } else if (type.isRecord()) {
            return of(type, random);
        }
        return number(type.getSimpleName().toLowerCase(java.util.Locale.ROOT), random);
    }

    private static Object number(String type, Random random) {
        long bits = random.nextLong() >> random.nextInt(Long.SIZE);
        return switch (type) {
            case "boolean" -> (bits & 1) == 0;
            case "byte" -> (byte) bits;
            case "short" -> (short) bits;
            case "char", "character" -> (char) bits;
            case "int", "integer" -> (int) bits;
            case "long" -> bits;
            case "float" -> random.nextInt(NULLS) == 0 ? -0.0f : Float.intBitsToFloat((int) bits);
            default -> random.nextInt(NULLS) == 0 ? Double.NaN : Double.longBitsToDouble(bits);
        };
    }

    /** All fields are equal; what is not a number is a NaN of any bits, as Kryo knows only one. */
    static Condition<Object> sameAs(Object other) {
        return new Condition<>(value -> same(value, other), "equal to %s", other);
    }

    private static boolean same(Object a, Object b) {
        if (a == null || b == null || a.getClass() != b.getClass()) {
            return a == b;
        } else if (SerializerChoice.isOfTheJdk(a.getClass()) || a instanceof Enum) {
            return Objects.equals(a, b);
        }
        for (Class<?> c = a.getClass(); c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !sameField(field, a, b)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean sameField(Field field, Object a, Object b) {
        try {
            field.setAccessible(true);
            return same(field.get(a), field.get(b));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
