package dev.procpool.protocol.codec;

import dev.procpool.protocol.code.CodeNotes;
import java.lang.invoke.SerializedLambda;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The classes that a codec has met and that the other side lacks: the notes are told of each that is written. Confined
 * to the codec.
 */
final class ForeignClasses {

    private final Predicate<Class<?>> foreign;
    private final Set<Class<?>> met = new HashSet<>();
    private CodeNotes notes = CodeNotes.NONE;

    ForeignClasses(Predicate<Class<?>> foreign) {
        this.foreign = foreign;
    }

    void noting(CodeNotes noted) {
        notes = noted;
    }

    /** Whether there is any, which is asked for each object that is written. */
    boolean hasMetAny() {
        return !met.isEmpty();
    }

    /** The codec chooses the serializer of a class, which it does once. */
    void meet(Class<?> type) {
        if (type != null && foreign.test(elementOf(type))) {
            met.add(type);
        }
    }

    /** An object of a class is being written. */
    void written(Class<?> type) {
        if (met.contains(type)) {
            tell(elementOf(type));
        }
    }

    /** A class itself is being written. */
    void named(Class<?> type) {
        Class<?> element = elementOf(type);
        if (foreign.test(element)) {
            tell(element);
        }
    }

    private void tell(Class<?> type) {
        try {
            notes.names(type);
        } catch (IllegalStateException e) {
            throw new CannotTravel(type, e.getMessage(), null);
        }
    }

    /** A lambda is being written. */
    void called(Class<?> lambda, SerializedLambda parts) {
        if (!foreign.test(lambda)) {
            return;
        }
        try {
            String host = parts.getCapturingClass().replace('/', '.');
            notes.calls(Class.forName(host, false, lambda.getClassLoader()), parts);
        } catch (IllegalStateException e) {
            throw new CannotTravel(lambda, e.getMessage(), null);
        } catch (ClassNotFoundException e) {
            throw new CannotTravel(lambda, "its class loader has not the class that has made it: " + e, e);
        }
    }

    private static Class<?> elementOf(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }
}
