package dev.procpool.protocol.codec.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Classes of a user that give their generic superclass a type, final or not, or leave it open. */
final class GenericKinds {

    private GenericKinds() {}

    abstract static class Entity<I> {
        I id;
    }

    static class Holder<T> extends Entity<T> {
        T value;
        T[] array;
        List<T> list;
        Entity<T> nested;
    }

    static final class Person extends Entity<Long> {
        String name;
    }

    static final class InState extends Entity<Thread.State> {}

    static final class Grid extends Holder<int[]> {}

    static final class Names extends Holder<String> {}

    static final class Nested extends Holder<Holder<String>> {}

    static final class Rows extends Holder<Kinds.Row> {}

    static final class Open<A> extends Holder<A> {
        A own;
    }

    /** One of them, with {@code one} and {@code other} where any object fits. */
    static Object next(Random random, Object one, Object other) {
        return switch (random.nextInt(8)) {
            case 0 -> person(random.nextLong(), String.valueOf(random.nextInt()));
            case 1 -> inState(Thread.State.values()[random.nextInt(6)]);
            case 2 -> fill(new Grid(), new int[] {1}, new int[] {2, 3}, new int[][] {{4}, null});
            case 3 -> names(random);
            case 4 -> {
                Names first = names(random);
                yield fill(new Nested(), first, names(random), new Names[] {first, null});
            }
            case 5 -> {
                Kinds.Row row = new Kinds.Row(one, new ArrayList<>(List.of(other)), 1);
                yield fill(new Rows(), row, new Kinds.Row(other, null, 2), new Kinds.Row[] {row});
            }
            case 6 -> fill(new Holder<>(), one, other, new Object[] {one, null, other});
            default -> {
                Open<Object> open = new Open<>();
                open.own = new Object[] {open, other};
                yield fill(open, one, other, new Object[] {open, one});
            }
        };
    }

    private static Person person(long id, String name) {
        Person person = new Person();
        person.id = id;
        person.name = name;
        return person;
    }

    private static InState inState(Thread.State state) {
        InState made = new InState();
        made.id = state;
        return made;
    }

    private static Names names(Random random) {
        String one = String.valueOf(random.nextInt());
        return fill(new Names(), one, "other", new String[] {one, null});
    }

    private static <T, H extends Holder<T>> H fill(H holder, T one, T other, T[] array) {
        holder.id = one;
        holder.value = other;
        holder.array = array;
        holder.list = new ArrayList<>(List.of(other, one));
        holder.nested = holder;
        return holder;
    }
}
