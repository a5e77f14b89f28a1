package dev.procpool.internal.memory;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The blocks that this process has mapped: one mapping for all handles of a block, while any of them is open. A system
 * limits the number of mappings of a process, and the items of a call may bring the same handle any number of times.
 * Thread-safe by its monitor.
 */
final class Mappings {

    /** A process has one set of mappings. */
    static final Mappings HERE = new Mappings();

    private static final class Known extends WeakReference<Mapping> {

        private final BlockName block;

        Known(BlockName block, Mapping mapping, ReferenceQueue<Mapping> gone) {
            super(mapping, gone);
            this.block = block;
        }
    }

    private final Map<BlockName, Known> known = new HashMap<>(); // guarded by this
    private final ReferenceQueue<Mapping> gone = new ReferenceQueue<>();

    private Mappings() {}

    /** The mapping of a block, whose file exists. */
    synchronized Mapping of(BlockName block, Path file) throws IOException {
        removeGone();
        Known before = known.get(block);
        Mapping mapping = before == null ? null : before.get();
        if (mapping == null) {
            mapping = Mapping.of(file);
            known.put(block, new Known(block, mapping, gone));
        }
        return mapping;
    }

    /** The mapping of a block if there is one. */
    synchronized Optional<Mapping> find(BlockName block) {
        Known before = known.get(block);
        return Optional.ofNullable(before == null ? null : before.get());
    }

    private void removeGone() {
        for (Object one = gone.poll(); one != null; one = gone.poll()) {
            Known reference = (Known) one;
            known.remove(reference.block, reference);
        }
    }
}
