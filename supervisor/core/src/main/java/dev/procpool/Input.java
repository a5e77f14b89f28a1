package dev.procpool;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A stream or an array as the input of a call; every other {@code Iterable} is an input as it is.
 *
 * <pre>{@code
 * pool.map(Main::square, Input.of(IntStream.range(0, 100)));
 * pool.imap(Main::parse, Input.of(Files.lines(path)));
 * }</pre>
 *
 * <p>A stream is read once, lazily, in its order and by one thread: that of the caller, or for {@code imap}, {@code
 * imapUnordered} and {@code outcomes} a thread of the pool, so it may be endless there. The call closes it: as soon as
 * it has been read, and also when the call fails, is refused or is cancelled; a stream that is waiting for its next
 * element at that moment is closed after it. An array is not copied, and no thread should change it while it is read.
 * Numbers are sent packed.
 *
 * @param <T> the type of the items
 */
public final class Input<T> implements Iterable<T> {

    private final Iterable<T> items;

    /** Null if the items are those of an array. */
    private final Stream<T> stream;

    private Input(Iterable<T> items, Stream<T> stream) {
        this.items = items;
        this.stream = stream;
    }

    /** The elements of a stream, which the call closes. */
    @SuppressWarnings("unchecked")
    public static <T> Input<T> of(Stream<? extends T> items) {
        Stream<T> stream = (Stream<T>) Objects.requireNonNull(items, "items"); // it is only read
        return new Input<>(stream::iterator, stream);
    }

    /** The numbers of a stream, which the call closes. */
    public static Input<Integer> of(IntStream items) {
        return of(items.boxed());
    }

    /** The numbers of a stream, which the call closes. */
    public static Input<Long> of(LongStream items) {
        return of(items.boxed());
    }

    /** The numbers of a stream, which the call closes. */
    public static Input<Double> of(DoubleStream items) {
        return of(items.boxed());
    }

    /** The elements of an array. */
    public static <T> Input<T> of(T[] items) {
        return new Input<>(Arrays.asList(items), null);
    }

    /** The numbers of an array. */
    public static Input<Integer> of(int[] items) {
        Objects.requireNonNull(items, "items");
        return new Input<>(() -> Arrays.stream(items).iterator(), null);
    }

    /** The numbers of an array. */
    public static Input<Long> of(long[] items) {
        Objects.requireNonNull(items, "items");
        return new Input<>(() -> Arrays.stream(items).iterator(), null);
    }

    /** The numbers of an array. */
    public static Input<Double> of(double[] items) {
        Objects.requireNonNull(items, "items");
        return new Input<>(() -> Arrays.stream(items).iterator(), null);
    }

    /**
     * The items; those of a stream only once.
     *
     * @throws IllegalStateException if the stream was read before
     */
    @Override
    public Iterator<T> iterator() {
        return items.iterator();
    }

    /**
     * Hands over the items one after the other, until there are no more or {@code action} returns false. This is how a
     * call reads an input: unlike an iterator it does not hold all elements that a {@code flatMap} makes of one.
     *
     * @throws IllegalStateException if the items are those of a stream that was read before
     */
    public void forEachWhile(Predicate<? super T> action) {
        if (stream != null) {
            stream.sequential().allMatch(action);
            return;
        }
        Iterator<T> iterator = iterator();
        boolean goesOn = true;
        while (goesOn && iterator.hasNext()) {
            goesOn = action.test(iterator.next());
        }
    }

    /** Closes the stream, if the items are those of one. The call to which the input is given does that. Idempotent. */
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }
}
