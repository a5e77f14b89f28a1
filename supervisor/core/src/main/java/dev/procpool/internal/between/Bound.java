package dev.procpool.internal.between;

import dev.procpool.HomeGoneException;
import dev.procpool.ProcessLock;
import dev.procpool.protocol.between.HomeLostException;

/**
 * A handle's bond with its object: the form in which it travels, and the right to end the object. Every handle has one,
 * whatever its kind. Thread-safe.
 *
 * @param whole for the handle of a part, the handle of the object, which stays reachable with it; else null
 */
record Bound(ObjectForm form, Ownership ownership, Object whole) {

    /** Ends the object, if it is this process's to end, and the handle is for the whole of it. */
    void close() {
        if (whole == null) {
            ownership.end();
        }
    }

    /** The form that travels in place of the handle. */
    Object replacement() {
        ownership.travels();
        return form;
    }

    /** The same within a form that carries more. */
    ObjectPlace place() {
        ownership.travels();
        return ObjectPlace.of(form);
    }

    /** The lock in a word of the object. */
    ProcessLock lockIn(int word) {
        return (ProcessLock) Handles.HERE.of(form.withPart(word));
    }

    /** The exception that users see. */
    static HomeGoneException gone(HomeLostException e) {
        return new HomeGoneException(e.getMessage(), e);
    }

    @Override
    public String toString() {
        return form.toString();
    }
}
