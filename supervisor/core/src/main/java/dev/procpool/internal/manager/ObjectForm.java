package dev.procpool.internal.manager;

import java.io.Serializable;

/**
 * The handler of a proxy on its way to another process. In the manager itself it becomes one that calls the object
 * directly. Immutable.
 *
 * @param object the number of the object in its manager
 */
record ObjectForm(Endpoint endpoint, long object) implements Serializable {

    private Object readResolve() {
        return Managers.HERE.handlerOf(this);
    }
}
