package dev.procpool.internal.between;

import dev.procpool.ProcessLock;
import dev.procpool.protocol.between.ObjectKind;
import java.io.Serializable;

/**
 * A condition on its way to another process, with its lock. It becomes the handle of that condition there. Immutable.
 */
record ConditionForm(ObjectPlace place, ProcessLock lock) implements Serializable {

    private Object readResolve() {
        return Handles.HERE.of(place.form(ObjectKind.CONDITION), bound -> new ConditionHandle(bound, lock));
    }
}
