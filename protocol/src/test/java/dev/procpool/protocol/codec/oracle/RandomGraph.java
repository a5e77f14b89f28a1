package dev.procpool.protocol.codec.oracle;

import java.time.LocalDate;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A graph of objects of many classes, with shared parts and cycles; the same for the same seed. */
final class RandomGraph {

    private static final int MOST_OBJECTS = 24;

    private final Random random;
    private final List<Object> made = new ArrayList<>(List.of("text", 7, LocalDate.of(2024, 2, 29)));

    private RandomGraph(long seed) {
        this.random = new Random(seed);
    }

    static Object of(long seed) {
        return new RandomGraph(seed).grow();
    }

    private Object grow() {
        int count = 2 + random.nextInt(MOST_OBJECTS);
        for (int i = 0; i < count; i++) {
            made.add(random.nextBoolean() ? users() : jdks());
        }
        for (int i = random.nextInt(count); i > 0; i--) {
            closeCycle(any());
        }
        return made.get(made.size() - 1 - random.nextInt(Math.min(2, count)));
    }

    private Object any() {
        return made.get(random.nextInt(made.size()));
    }

    private Object users() {
        return switch (random.nextInt(11)) {
            case 0, 1 -> new Kinds.Node(any(), List.of(any()), random.nextLong());
            case 2 -> new Kinds.Row(any(), new ArrayList<>(List.of(any())), random.nextInt());
            case 3 -> new Kinds.OwnForm(any());
            case 4 -> new Kinds.External(any());
            case 5 -> new Kinds.Tagged(any(), any());
            case 6 -> new Kinds.Price(any());
            case 7 -> new Kinds.Resolved(any());
            case 8, 9 -> GenericKinds.next(random, any(), any());
            default -> new Kinds.Failure(any(), any() instanceof Throwable t ? t : null);
        };
    }

    private Object jdks() {
        Object one = any();
        Object other = any();
        return switch (random.nextInt(24)) {
            case 0 -> new ArrayList<>(Arrays.asList(one, null, other));
            case 1 -> new LinkedList<>(List.of(one, other));
            case 2 -> new ArrayDeque<>(List.of(one, other));
            case 3 -> new HashMap<>(Map.of("a", one, "b", other));
            case 4 -> fill(new LinkedHashMap<>(16, 0.75f, random.nextBoolean()), one, other);
            case 5 -> fill(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), one, other);
            case 6 -> fill(new ConcurrentHashMap<>(), one, other);
            case 7 -> fill(new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER), one, other);
            case 8 -> new EnumMap<>(Map.of(Thread.State.NEW, one, Thread.State.BLOCKED, other));
            case 9 -> new Object[] {one, other, null};
            case 10 -> new Object[][] {{one}, {other, null}};
            case 11 -> List.of(one, other, one);
            case 12 -> Stream.of(one, null, other).toList();
            case 13 -> Collections.unmodifiableList(one instanceof List<?> list ? list : new ArrayList<>(List.of(one)));
            case 14 ->
                Collections.unmodifiableMap(one instanceof Map<?, ?> map ? map : new HashMap<>(Map.of("u", one)));
            case 15 -> Collections.synchronizedList(new ArrayList<>(List.of(one, other)));
            case 16 -> Arrays.asList(one, other);
            case 17 -> Collections.singletonList(one);
            case 18 -> Map.of("x", one, "y", other);
            case 19 -> random.nextBoolean() ? Optional.of(one) : Map.entry(one, other);
            case 20 -> new AtomicReference<>(one);
            case 21 -> new AbstractMap.SimpleEntry<>("key", one);
            case 22 -> random.nextBoolean() ? new Vector<>(List.of(one)) : new Hashtable<>(Map.of("h", one));
            default -> new CopyOnWriteArrayList<>(List.of(one, other));
        };
    }

    private static Map<String, Object> fill(Map<String, Object> map, Object one, Object other) {
        map.put("b", one);
        map.put("a", other);
        map.get("b");
        return map;
    }

    @SuppressWarnings("unchecked")
    private void closeCycle(Object object) {
        Object target = any();
        try {
            if (object instanceof Kinds.Node node) {
                node.object = target;
            } else if (object instanceof List<?> list) {
                ((List<Object>) list).add(target);
            } else if (object instanceof Map<?, ?> map && !(map instanceof EnumMap<?, ?>)) {
                ((Map<Object, Object>) map).put("c", target);
            } else if (object instanceof Object[] array) {
                array[array.length - 1] = target;
            } else if (object instanceof AtomicReference<?> reference) {
                ((AtomicReference<Object>) reference).set(target);
            }
        } catch (UnsupportedOperationException | ArrayStoreException e) {
            // An immutable collection or an array of arrays stays as it is.
        }
    }
}
