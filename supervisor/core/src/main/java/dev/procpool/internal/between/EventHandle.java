package dev.procpool.internal.between;

import dev.procpool.ProcessEvent;
import dev.procpool.internal.base.Times;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedEvent;
import dev.procpool.protocol.between.Source;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;

/** An event between processes. Thread-safe. */
final class EventHandle implements ProcessEvent {

    private static final long serialVersionUID = 1L;

    private final transient Bound bound;
    private final transient SharedEvent event;

    EventHandle(Bound bound) {
        this.bound = bound;
        this.event = new SharedEvent(bound.form().object());
    }

    @Override
    public void set() {
        try {
            event.set();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public void clear() {
        try {
            event.clear();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public boolean isSet() {
        try {
            return event.isSet();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    @Override
    public void await() throws InterruptedException {
        while (!await(Times.LONGEST_WAIT)) {
            // Nobody waits for 73 years.
        }
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Times.nanos(Objects.requireNonNull(timeout, "timeout")));
    }

    private boolean await(long nanos) throws InterruptedException {
        try {
            return event.await(nanos);
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        } finally {
            Reference.reachabilityFence(this); // an object ends with its handle
        }
    }

    Source isSet(long timeoutNanos) throws InterruptedException {
        return event.isSet(timeoutNanos);
    }

    @Override
    public void close() {
        bound.close();
    }

    private Object writeReplace() {
        return bound.replacement();
    }

    @Override
    public String toString() {
        return bound.toString();
    }
}
