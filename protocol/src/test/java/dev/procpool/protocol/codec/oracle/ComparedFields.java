package dev.procpool.protocol.codec.oracle;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The fields that a {@link DeepComparison} compares: all but capacities, hash tables, caches and counts of changes. */
final class ComparedFields {

    private static final Set<String> NOT_COMPARED = Set.of(
            "modCount",
            "java.util.HashMap.table",
            "java.util.HashMap.entrySet",
            "java.util.HashMap.threshold",
            "java.util.HashMap.loadFactor",
            "java.util.LinkedHashMap.head",
            "java.util.LinkedHashMap.tail",
            "java.util.Hashtable.table",
            "java.util.Hashtable.threshold",
            "java.util.Hashtable.entrySet",
            "java.util.Hashtable.keySet",
            "java.util.Hashtable.values",
            "java.util.IdentityHashMap.table",
            "java.util.IdentityHashMap.entrySet",
            "java.util.AbstractMap.keySet",
            "java.util.AbstractMap.values",
            "java.util.concurrent.ConcurrentHashMap.table",
            "java.util.concurrent.ConcurrentHashMap.sizeCtl",
            "java.util.concurrent.ConcurrentHashMap.baseCount",
            "java.util.concurrent.ConcurrentHashMap.counterCells",
            "java.util.concurrent.ConcurrentHashMap.keySet",
            "java.util.concurrent.ConcurrentHashMap.values",
            "java.util.concurrent.ConcurrentHashMap.entrySet",
            "java.util.ArrayList.elementData",
            "java.util.ArrayDeque.elements",
            "java.util.ArrayDeque.head",
            "java.util.ArrayDeque.tail",
            "java.lang.Throwable.backtrace",
            "java.lang.Throwable.depth",
            "java.util.TreeMap.root",
            "java.util.concurrent.ConcurrentSkipListMap.head",
            "java.util.concurrent.ConcurrentSkipListMap.adder",
            "java.util.concurrent.ConcurrentSkipListMap.keySet",
            "java.util.concurrent.ConcurrentSkipListMap.values",
            "java.util.concurrent.ConcurrentSkipListMap.entrySet",
            "java.util.ImmutableCollections.Set12.e0",
            "java.util.ImmutableCollections.Set12.e1",
            "java.util.ImmutableCollections.SetN.elements",
            "java.util.ImmutableCollections.MapN.table",
            "java.math.BigDecimal.intVal",
            "java.math.BigDecimal.precision",
            "java.math.BigDecimal.stringCache",
            "java.math.BigInteger.bitCountPlusOne",
            "java.math.BigInteger.bitLengthPlusOne",
            "java.math.BigInteger.lowestSetBitPlusTwo",
            "java.math.BigInteger.firstNonzeroIntNumPlusTwo");

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
                RuntimeImage.open(c);
                String owner = c.getName().replace('$', '.') + ".";
                for (Field field : c.getDeclaredFields()) {
                    String name = field.getName();
                    boolean cache = name.toLowerCase(Locale.ROOT).contains("hash");
                    if (!Modifier.isStatic(field.getModifiers())
                            && !cache
                            && !NOT_COMPARED.contains(name)
                            && !NOT_COMPARED.contains(owner + name)) {
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            }
            return fields;
        }
    };

    private ComparedFields() {}

    /** The fields of a class and of those that it extends, opened. */
    static List<Field> of(Class<?> type) {
        return FIELDS.get(type);
    }
}
