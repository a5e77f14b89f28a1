package dev.procpool.protocol.codec.oracle;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value in arrays, records, fields of declared supertypes, maps and cycles. */
final class Wrapped {

    private Wrapped() {}

    record Pair(Object first, Serializable second) implements Serializable {}

    @SuppressWarnings("serial") // what it holds is, or the test expects a refusal
    static final class Fields implements Serializable {
        private static final long serialVersionUID = 1L;
        Object object;
        Serializable serializable;
        Comparable<?> comparable;
        Collection<?> collection;
        Map<?, ?> map;
        Throwable throwable;
        Object[] array = new Object[2];

        Fields(Object value) {
            object = value;
            serializable = value instanceof Serializable s ? s : null;
            comparable = value instanceof Comparable<?> c ? c : null;
            collection = value instanceof Collection<?> c ? c : null;
            map = value instanceof Map<?, ?> m ? m : null;
            throwable = value instanceof Throwable t ? t : null;
            array[0] = value;
        }
    }

    /** Each of these holds the value at least twice. */
    static List<Object> ofEachKind(Object value) {
        Object[] array = (Object[]) java.lang.reflect.Array.newInstance(value.getClass(), 2);
        array[0] = value;
        array[1] = value;
        Map<String, Object> map = new HashMap<>(Map.of("a", value, "b", value));
        TreeMap<String, Object> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(map);
        EnumMap<Thread.State, Object> byState = new EnumMap<>(Map.of(Thread.State.NEW, value));
        Fields cycle = new Fields(value);
        cycle.array[1] = new Object[] {cycle, value, byState};
        byState.put(Thread.State.BLOCKED, cycle);
        List<Object> itself = new ArrayList<>(List.of(value, sorted));
        itself.add(itself);
        return List.of(array, new Pair(value, (Serializable) value), new Fields(value), map, cycle, itself);
    }
}
