package dev.procpool.protocol.codec;

import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** Answers about the fields and methods of a class, from which {@link SerializerChoice} decides. */
final class ClassFacts {

    private ClassFacts() {}

    /** The first class above, or the class itself, that the JDK has. */
    static Class<?> nearestOfTheJdk(Class<?> type) {
        Class<?> c = type;
        while (c.getSuperclass() != null && !SerializerChoice.isOfTheJdk(c)) {
            c = c.getSuperclass();
        }
        return c;
    }

    /** Whether a class, or one that it extends, has fields. */
    static boolean hasFields(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A transient field of a class of a user, or of a user's class that it extends; null if there is none. */
    static Field transientField(Class<?> type) {
        for (Class<?> c = type; c != null && !SerializerChoice.isOfTheJdk(c); c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (Modifier.isTransient(field.getModifiers()) && !Modifier.isStatic(field.getModifiers())) {
                    return field;
                }
            }
        }
        return null;
    }

    /** Whether a class says how Java serialization is to send it. */
    static boolean hasOwnSerialForm(Class<?> type) {
        if (SerialMethods.writeReplace(type) != null || SerialMethods.readResolve(type) != null) {
            return true;
        }
        for (Class<?> c = type; c != null && !SerializerChoice.isOfTheJdk(c); c = c.getSuperclass()) {
            if (declares(c, "writeObject", ObjectOutputStream.class)
                    || declares(c, "readObject", ObjectInputStream.class)
                    || declaresFields(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean declares(Class<?> type, String method, Class<?>... parameters) {
        try {
            type.getDeclaredMethod(method, parameters);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static boolean declaresFields(Class<?> type) {
        try {
            return Modifier.isStatic(
                    type.getDeclaredField("serialPersistentFields").getModifiers());
        } catch (NoSuchFieldException e) {
            return false;
        }
    }
}
