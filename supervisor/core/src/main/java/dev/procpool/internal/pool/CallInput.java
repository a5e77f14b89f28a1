package dev.procpool.internal.pool;

import dev.procpool.Input;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.BaseStream;

/** The input of one call: it is read once, and closed if it is a stream. Confined to one thread at a time. */
record CallInput(Iterable<?> items) implements AutoCloseable {

    CallInput {
        Objects.requireNonNull(items, "items");
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
        }
    }
}
