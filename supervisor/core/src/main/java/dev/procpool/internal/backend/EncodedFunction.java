package dev.procpool.internal.backend;

import dev.procpool.internal.code.CallCode;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.task.TaskFunction;
import java.util.List;

/**
 * A function as it is sent to workers: encoded once, decoded once per worker. Immutable.
 *
 * @param id unique within the pool
 * @param name the name of its class, for rules and messages; a lambda has one that begins with the class around it
 * @param encoded its encoding, or null where nothing is encoded
 * @param function the function itself where nothing is encoded, else null
 * @param shared whether many calls use the function, so that workers keep it
 * @param uses the shared values that it refers to: workers get them before it
 * @param code the classes that workers lack; null if they have all of its classes
 * @param recalls to be run after its call, when no worker will decode it any more: they recall ends of pipes in it
 */
public record EncodedFunction(
        long id,
        String name,
        byte[] encoded,
        TaskFunction<Object, Object> function,
        boolean shared,
        List<SharedHandle<?>> uses,
        CallCode code,
        List<Runnable> recalls) {

    /** A function that refers to no shared values, and whose classes workers have. */
    public EncodedFunction(
            long id, String name, byte[] encoded, TaskFunction<Object, Object> function, boolean shared) {
        this(id, name, encoded, function, shared, List.of(), null, List.of());
    }
}
