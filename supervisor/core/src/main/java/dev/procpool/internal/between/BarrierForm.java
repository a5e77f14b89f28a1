package dev.procpool.internal.between;

import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.task.Task;
import java.io.Serializable;

/**
 * A barrier on its way to another process. It becomes the handle of that barrier there. Immutable.
 *
 * @param timeoutNanos how long a party waits that does not say it
 * @param action run by the last party, or null
 */
record BarrierForm(ObjectPlace place, int parties, long timeoutNanos, Task<?> action) implements Serializable {

    private Object readResolve() {
        return Handles.HERE.of(
                place.form(ObjectKind.BARRIER), bound -> new BarrierHandle(bound, parties, timeoutNanos, action));
    }
}
