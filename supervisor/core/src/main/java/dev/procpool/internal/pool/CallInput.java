package dev.procpool.internal.pool;

import dev.procpool.Input;
import dev.procpool.protocol.message.PackedList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.BaseStream;

/** The input of one call: it is read once, and closed if it is a stream. Confined to one thread at a time. */
record CallInput(Iterable<?> items) implements AutoCloseable {

    private static final List<String> VIEWS = List.of("java.util.Collections$", "java.util.AbstractList$");

    CallInput {
        Objects.requireNonNull(items, "items");
    }

    /**
     * Whether no item makes its reader wait: the items are in a collection of the JDK, or are results of this pool.
     * Views of the JDK do not count, nor do collections of others: those may make their items when they are asked.
     */
    boolean neverWaits() {
        if (items instanceof LineItems) {
            return true; // the feeder asks them before each line
        }
        Class<?> type = items.getClass();
        return items instanceof PackedList
                || items instanceof Collection
                        && type.getModule() == Object.class.getModule()
                        && VIEWS.stream().noneMatch(type.getName()::startsWith);
    }

    /** Hands over the items one after the other, until there are no more or {@code action} returns false. */
    void forEachWhile(Predicate<Object> action) {
        if (items instanceof Input<?> input) {
            input.forEachWhile(action);
            return;
        }
        Iterator<?> iterator = items.iterator();
        boolean goesOn = true;
        while (goesOn && iterator.hasNext()) {
            goesOn = action.test(iterator.next());
        }
    }

    /** Closes it after a failure, which is the one to be thrown. */
    void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    /** Idempotent where the {@code close} of the stream is. */
    @Override
    public void close() {
        if (items instanceof Input<?> input) {
            input.close();
        } else if (items instanceof BaseStream<?, ?> stream) {
            stream.close();
        } else if (items instanceof LineItems lines) {
            lines.close();
        }
    }
}
