package dev.procpool.protocol.codec.oracle;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Compares two graphs of objects by all their fields, and by which of their references lead to the same object. Only
 * this does not count: capacities and load factors, order of hash tables, caches, counts of changes.
 */
final class DeepComparison {

    private static final Set<Class<?>> LEAVES = Set.of(
            Boolean.class,
            Byte.class,
            Character.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            String.class,
            Class.class);

    private final Map<Object, Object> partners;
    private String difference;

    private DeepComparison(Map<Object, Object> partners) {
        this.partners = partners;
    }

    /** The first difference, with its path; null if there is none. */
    static String difference(Object expected, Object actual) {
        DeepComparison comparison = new DeepComparison(new IdentityHashMap<>());
        comparison.compare("", expected, actual);
        return comparison.difference;
    }

    private boolean differs(String path, Object expected, Object actual) {
        difference = "at '" + path + "': " + show(expected) + " and " + show(actual);
        return false;
    }

    private static String show(Object value) {
        try {
            return value == null ? "null" : value.getClass().getTypeName() + " " + value;
        } catch (RuntimeException | StackOverflowError e) {
            return value.getClass().getTypeName();
        }
    }

    private boolean compare(String path, Object expected, Object actual) {
        if (expected == null || actual == null) {
            return expected == actual || differs(path, expected, actual);
        }
        Class<?> type = expected.getClass();
        if (type.isHidden()) {
            return compareLambdas(path, expected, actual);
        }
        if (type != actual.getClass()) {
            return differs(path, expected, actual);
        }
        if (LEAVES.contains(type)) {
            return expected.equals(actual) || differs(path, expected, actual);
        }
        if (expected instanceof Enum<?> || expected instanceof Thread || expected instanceof ClassLoader) {
            return expected == actual || differs(path, expected, actual);
        }
        if (type == Object.class) {
            return true;
        }
        Object partner = partners.get(expected);
        if (partner != null) {
            return partner == actual || differs(path + " (identity)", expected, actual);
        }
        partners.put(expected, actual);
        return type.isArray()
                ? compareArrays(path, expected, actual)
                : compareContents(path, expected, actual) && compareFields(path, type, expected, actual);
    }

    private boolean compareArrays(String path, Object expected, Object actual) {
        int length = Array.getLength(expected);
        if (length != Array.getLength(actual)) {
            return differs(path + ".length", length, Array.getLength(actual));
        }
        for (int i = 0; i < length; i++) {
            if (!compare(path + "[" + i + "]", Array.get(expected, i), Array.get(actual, i))) {
                return false;
            }
        }
        return true;
    }

    /** Compares the contents of collections whose fields are not compared. */
    private boolean compareContents(String path, Object expected, Object actual) {
        if (expected instanceof ArrayList<?> || expected instanceof ArrayDeque<?>) {
            return compareArrays(path, elements(expected), elements(actual));
        }
        if (expected instanceof LinkedHashMap<?, ?>
                || expected instanceof TreeMap<?, ?>
                || expected instanceof ConcurrentSkipListMap<?, ?>) {
            return compareInOrder(path, mappings(expected), mappings(actual));
        }
        if (expected instanceof Set<?> && expected.getClass().getName().startsWith("java.util.Immutable")) {
            return compareMappings(path, singles(expected), singles(actual));
        }
        boolean hashed = expected.getClass().getName().equals("java.util.ImmutableCollections$MapN")
                || expected instanceof HashMap<?, ?>
                || expected instanceof Hashtable<?, ?>
                || expected instanceof IdentityHashMap<?, ?>
                || expected instanceof ConcurrentHashMap<?, ?>;
        return !hashed || compareMappings(path, mappings(expected), mappings(actual));
    }

    private static Object elements(Object collection) {
        return collection instanceof ArrayList<?> list
                ? new ArrayList<Object>(list).toArray()
                : ((ArrayDeque<?>) collection).toArray();
    }

    /** The keys and values of a map. */
    private static List<Object[]> mappings(Object map) {
        List<Object[]> all = new ArrayList<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            all.add(new Object[] {entry.getKey(), entry.getValue()});
        }
        return all;
    }

    private static List<Object[]> singles(Object set) {
        List<Object[]> all = new ArrayList<>();
        for (Object element : (Set<?>) set) {
            all.add(new Object[] {element, null});
        }
        return all;
    }

    private boolean compareInOrder(String path, List<Object[]> expected, List<Object[]> actual) {
        if (expected.size() != actual.size()) {
            return differs(path + ".size", expected.size(), actual.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!compare(path + ".key[" + i + "]", expected.get(i)[0], actual.get(i)[0])
                    || !compare(path + ".value[" + i + "]", expected.get(i)[1], actual.get(i)[1])) {
                return false;
            }
        }
        return true;
    }

    private boolean compareMappings(String path, List<Object[]> expected, List<Object[]> actual) {
        if (expected.size() != actual.size()) {
            return differs(path + ".size", expected.size(), actual.size());
        }
        List<Object[]> left = new ArrayList<>(actual);
        for (Object[] mapping : expected) {
            Object[] match = expected.size() == 1 ? left.get(0) : match(mapping[0], left);
            if (match == null) {
                return differs(path + ".key", mapping[0], null);
            }
            left.remove(match);
            if (!compare(path + ".key", mapping[0], match[0]) || !compare(path + ".get", mapping[1], match[1])) {
                return false;
            }
        }
        return true;
    }

    private Object[] match(Object key, List<Object[]> candidates) {
        for (Object[] candidate : candidates) {
            if (key == candidate[0] || key != null && LEAVES.contains(key.getClass()) && key.equals(candidate[0])) {
                return candidate;
            }
        }
        for (Object[] candidate : candidates) {
            if (new DeepComparison(new IdentityHashMap<>(partners)).compare("", key, candidate[0])) {
                return candidate;
            }
        }
        return null;
    }

    private boolean compareFields(String path, Class<?> type, Object expected, Object actual) {
        for (Field field : ComparedFields.of(type)) {
            try {
                if (!compare(path + "." + field.getName(), field.get(expected), field.get(actual))) {
                    return false;
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }

    private boolean compareLambdas(String path, Object expected, Object actual) {
        if (!(expected instanceof Serializable && actual instanceof Serializable)) {
            return expected == actual || differs(path, expected, actual);
        }
        try {
            SerializedLambda one = parts(expected);
            SerializedLambda other = parts(actual);
            return compare(path + ".method", one.getImplMethodName(), other.getImplMethodName())
                    && compareFields(path, SerializedLambda.class, one, other);
        } catch (ReflectiveOperationException e) {
            return differs(path, expected, actual);
        }
    }

    private static SerializedLambda parts(Object lambda) throws ReflectiveOperationException {
        RuntimeImage.open(lambda.getClass());
        Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
        writeReplace.setAccessible(true);
        return (SerializedLambda) writeReplace.invoke(lambda);
    }
}
