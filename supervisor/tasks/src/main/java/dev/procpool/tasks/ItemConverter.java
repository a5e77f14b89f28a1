package dev.procpool.tasks;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Converts the text of an item to the type of a parameter: a type of the JDK or an enum, an array or a collection of
 * one such element, or a map of one {@code key=value}. The results are those of picocli for a parameter of that type.
 * Immutable.
 */
final class ItemConverter {

    private final Class<?> type;
    private final Conversion conversion;

    private ItemConverter(Class<?> type, Conversion conversion) {
        this.type = type;
        this.conversion = conversion;
    }

    /** The converter to a type; empty if no text can become that type. Initializes no class of the user. */
    static Optional<ItemConverter> to(Class<?> type) {
        return conversion(type).map(conversion -> new ItemConverter(type, conversion));
    }

    /** @throws UnusableItemException if the text does not fit the type */
    Object convert(String text) {
        try {
            return conversion.convert(text);
        } catch (Exception e) {
            throw new UnusableItemException(
                    "'" + OneLine.briefly(text) + "' cannot be converted to " + type.getSimpleName(), null);
        }
    }

    private static Optional<Conversion> conversion(Class<?> type) {
        if (type == char[].class) {
            return Optional.of(String::toCharArray);
        }
        if (type == boolean.class || type == Boolean.class) {
            return single(type).map(truth -> text -> text.trim().isEmpty() ? Boolean.FALSE : truth.convert(text));
        }
        if (type.isArray()) {
            Class<?> element = type.getComponentType();
            return single(element).map(conversion -> text -> arrayOf(element, conversion.convert(text)));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return implementation(type).map(list -> text -> collectionOf(list, text));
        }
        if (Map.class.isAssignableFrom(type)) {
            return implementation(type).map(map -> text -> mapOf(map, text));
        }
        return single(type);
    }

    private static Optional<Conversion> single(Class<?> type) {
        return type.isEnum() ? Optional.of(text -> constant(type, text)) : Conversions.to(type.getName());
    }

    /** The constant with the text as its name or, else, with the text as its name or string in any case. */
    private static Object constant(Class<?> type, String text) {
        Object[] constants = type.getEnumConstants();
        for (Object constant : constants) {
            if (((Enum<?>) constant).name().equals(text)) {
                return constant;
            }
        }
        for (Object constant : constants) {
            if (text.equalsIgnoreCase(constant.toString()) || text.equalsIgnoreCase(((Enum<?>) constant).name())) {
                return constant;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static Object arrayOf(Class<?> elementType, Object element) {
        Object array = Array.newInstance(elementType, 1);
        Array.set(array, 0, element);
        return array;
    }

    @SuppressWarnings("unchecked")
    private static Object collectionOf(Class<?> implementation, String text) throws ReflectiveOperationException {
        Collection<Object> collection =
                (Collection<Object>) implementation.getConstructor().newInstance();
        collection.add(text);
        return collection;
    }

    @SuppressWarnings("unchecked")
    private static Object mapOf(Class<?> implementation, String text) throws ReflectiveOperationException {
        String[] entry = text.split("=", 2);
        Map<Object, Object> map =
                (Map<Object, Object>) implementation.getConstructor().newInstance();
        map.put(entry[0], entry[1]);
        return map;
    }

    /** The class of the JDK that is created for a collection or map type; empty if the JDK has none. */
    private static Optional<Class<?>> implementation(Class<?> type) {
        Class<?> implementation = type.isInterface() ? behind(type) : type;
        ClassLoader loader = type.getClassLoader();
        boolean isOfJdk = loader == null || loader == ClassLoader.getPlatformClassLoader();
        return isOfJdk && type.isAssignableFrom(implementation) && canBeCreated(implementation)
                ? Optional.of(implementation)
                : Optional.empty();
    }

    private static Class<?> behind(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return SortedMap.class.isAssignableFrom(type) ? TreeMap.class : LinkedHashMap.class;
        }
        if (List.class.isAssignableFrom(type)) {
            return ArrayList.class;
        }
        if (SortedSet.class.isAssignableFrom(type)) {
            return TreeSet.class;
        }
        if (Set.class.isAssignableFrom(type)) {
            return LinkedHashSet.class;
        }
        return Queue.class.isAssignableFrom(type) ? LinkedList.class : ArrayList.class;
    }

    private static boolean canBeCreated(Class<?> type) {
        try {
            return !Modifier.isAbstract(type.getModifiers())
                    && Modifier.isPublic(type.getModifiers())
                    && type.getConstructor().canAccess(null);
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
