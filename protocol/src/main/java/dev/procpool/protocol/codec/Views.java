package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Collections and entries of the JDK whose classes are neither public nor Serializable: sublists, key sets, values,
 * entries. They travel by what they show, and arrive as an equal public collection of their own.
 */
final class Views {

    private Views() {}

    /** The serializer of such a class; null for every other one. */
    static Serializer<?> of(Class<?> type) {
        if (Modifier.isPublic(type.getModifiers()) || isByIdentity(type)) {
            return null;
        } else if (Map.Entry.class.isAssignableFrom(type)) {
            boolean immutable = type.getName().equals("java.util.KeyValueHolder");
            return new Late<>(new Entry(immutable ? Map::entry : AbstractMap.SimpleEntry::new));
        } else if (List.class.isAssignableFrom(type)) {
            return asArrayList();
        } else if (SortedSet.class.isAssignableFrom(type)) {
            return new Late<>(new Elements(c -> ((SortedSet<?>) c).comparator(), TreeSet::new));
        } else if (Set.class.isAssignableFrom(type)) {
            return new Late<>(new Elements(c -> null, order -> new LinkedHashSet<>()));
        } else if (SortedMap.class.isAssignableFrom(type)) {
            return new Late<>(new Mappings(m -> ((SortedMap<?, ?>) m).comparator(), TreeMap::new));
        } else if (Map.class.isAssignableFrom(type)) {
            return new Late<>(new Mappings(m -> null, order -> new LinkedHashMap<>()));
        }
        return Collection.class.isAssignableFrom(type) && !Queue.class.isAssignableFrom(type) ? asArrayList() : null;
    }

    private static boolean isByIdentity(Class<?> type) {
        return type.getName().startsWith("java.util.IdentityHashMap$");
    }

    /** For a list that is to arrive as an {@link ArrayList}. */
    static Serializer<?> asArrayList() {
        return new Late<>(new Elements(c -> null, order -> new ArrayList<>()));
    }

    private static final class Elements extends Serializer<Collection<?>> {

        private final Function<Collection<?>, Object> order;
        private final Function<Comparator<Object>, Collection<Object>> make;

        Elements(Function<Collection<?>, Object> order, Function<Comparator<Object>, Collection<Object>> make) {
            this.order = order;
            this.make = make;
        }

        @Override
        public void write(Kryo kryo, Output output, Collection<?> collection) {
            kryo.writeClassAndObject(output, order.apply(collection));
            JdkSerializers.writeElements(kryo, output, collection.toArray());
        }

        @Override
        public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
            Collection<Object> elements = make.apply(comparator(kryo, input));
            int count = JdkSerializers.count(input);
            for (int i = 0; i < count; i++) {
                elements.add(kryo.readClassAndObject(input));
            }
            requireAll(count, elements.size());
            return elements;
        }
    }

    private static final class Mappings extends Serializer<Map<?, ?>> {

        private final Function<Map<?, ?>, Object> order;
        private final Function<Comparator<Object>, Map<Object, Object>> make;

        Mappings(Function<Map<?, ?>, Object> order, Function<Comparator<Object>, Map<Object, Object>> make) {
            this.order = order;
            this.make = make;
        }

        @Override
        public void write(Kryo kryo, Output output, Map<?, ?> map) {
            kryo.writeClassAndObject(output, order.apply(map));
            JdkSerializers.writeMappings(kryo, output, map);
        }

        @Override
        public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
            Map<Object, Object> map = make.apply(comparator(kryo, input));
            int count = JdkSerializers.count(input);
            for (int i = 0; i < count; i++) {
                Object key = kryo.readClassAndObject(input);
                map.put(key, kryo.readClassAndObject(input));
            }
            requireAll(count, map.size());
            return map;
        }
    }

    @SuppressWarnings("unchecked")
    private static Comparator<Object> comparator(Kryo kryo, Input input) {
        return (Comparator<Object>) kryo.readClassAndObject(input);
    }

    private static void requireAll(int sent, int kept) {
        if (sent != kept) {
            throw new KryoException("of " + sent + " elements of a view only " + kept
                    + " are different by equals or the comparator of their copy");
        }
    }

    private static final class Entry extends Serializer<Map.Entry<?, ?>> {

        private final BiFunction<Object, Object, Map.Entry<?, ?>> make;

        Entry(BiFunction<Object, Object, Map.Entry<?, ?>> make) {
            this.make = make;
        }

        @Override
        public void write(Kryo kryo, Output output, Map.Entry<?, ?> entry) {
            kryo.writeClassAndObject(output, entry.getKey());
            kryo.writeClassAndObject(output, entry.getValue());
        }

        @Override
        public Map.Entry<?, ?> read(Kryo kryo, Input input, Class<? extends Map.Entry<?, ?>> type) {
            Object key = kryo.readClassAndObject(input);
            return make.apply(key, kryo.readClassAndObject(input));
        }
    }
}
