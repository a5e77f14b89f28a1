package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.protocol.between.Elements;
import dev.procpool.protocol.between.HomeLostException;
import dev.procpool.protocol.between.SharedElements;

/** The elements of a number or an array, with the exceptions of the public interface. Thread-safe. */
record BoundElements(Bound bound, SharedElements elements) {

    static BoundElements of(Bound bound) {
        return new BoundElements(bound, new SharedElements(bound.form().object()));
    }

    Elements open() {
        try {
            return elements.open();
        } catch (HomeLostException e) {
            throw Bound.gone(e);
        }
    }

    /** The lock of the number or the array. */
    ProcessLock lock() {
        return bound.lockIn(Elements.LOCK);
    }
}
