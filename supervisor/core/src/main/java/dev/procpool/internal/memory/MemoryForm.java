package dev.procpool.internal.memory;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;

/**
 * A handle on its way to another process, where it is attached. Immutable.
 *
 * @param file the name of the file of the block, without a directory
 */
record MemoryForm(String file) implements Serializable {

    private Object readResolve() throws ObjectStreamException {
        BlockName block = BlockName.of(file)
                .orElseThrow(() -> new InvalidObjectException("not the file of shared memory: " + file));
        try {
            return MemoryHandle.attach(block);
        } catch (IOException e) {
            InvalidObjectException failure =
                    new InvalidObjectException("cannot attach to the shared memory " + block.name() + ": " + e);
            failure.initCause(e);
            throw failure;
        }
    }
}
