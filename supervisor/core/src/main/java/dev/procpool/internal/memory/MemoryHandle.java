package dev.procpool.internal.memory;

import dev.procpool.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.Optional;

/** A handle that is attached to a block. Thread-safe. */
public final class MemoryHandle implements SharedMemory {

    private static final long serialVersionUID = 1L;

    private final MemoryForm form;
    private final transient BlockName block;
    private final transient long size;
    private final transient boolean isOfCreator;
    private transient volatile Mapping mapping; // null once closed

    private MemoryHandle(BlockName block, Mapping mapping, boolean isOfCreator) {
        this.form = new MemoryForm(block.file());
        this.block = block;
        this.size = mapping.size();
        this.mapping = mapping;
        this.isOfCreator = isOfCreator;
    }

    /** Creates a block with a new name. */
    public static SharedMemory create(long bytes) throws IOException {
        return create("memory-" + Long.toHexString(new SecureRandom().nextLong()), bytes);
    }

    /** Creates a block. */
    public static SharedMemory create(String name, long bytes) throws IOException {
        BlockName.requireUsable(name);
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1: " + bytes);
        }
        return Uninterrupted.run(() -> attachToNew(OwnBlocks.HERE.create(name, bytes)));
    }

    private static SharedMemory attachToNew(BlockName block) throws IOException {
        try {
            return new MemoryHandle(
                    block, Mappings.HERE.of(block, OwnBlocks.HERE.registry().file(block)), true);
        } catch (IOException | RuntimeException | Error e) {
            OwnBlocks.HERE.end(block);
            throw e;
        }
    }

    /** Attaches to the block with a name. */
    public static SharedMemory attach(String name) throws IOException {
        BlockName.requireUsable(name);
        Registry registry = OwnBlocks.HERE.registry();
        return Uninterrupted.run(() -> registry.locked(() -> {
            registry.removeAbandoned();
            BlockName block = registry.find(name).orElseThrow(() -> new NoSuchFileException(name));
            return new MemoryHandle(block, Mappings.HERE.of(block, registry.file(block)), false);
        }));
    }

    /** Attaches to the very block that a handle was of which has arrived. */
    static SharedMemory attach(BlockName block) throws IOException {
        Registry registry = OwnBlocks.HERE.registry();
        Optional<Mapping> known = Mappings.HERE.find(block);
        if (known.isPresent() && Files.exists(registry.file(block))) {
            return new MemoryHandle(block, known.get(), false); // without the lock that all processes share
        }
        return Uninterrupted.run(() -> registry.locked(() -> {
            if (!registry.exists(block)) {
                throw new NoSuchFileException(block.name());
            }
            return new MemoryHandle(block, Mappings.HERE.of(block, registry.file(block)), false);
        }));
    }

    @Override
    public String name() {
        return block.name();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteBuffer buffer() {
        return buffer(0, size);
    }

    @Override
    public ByteBuffer buffer(long from, long length) {
        Mapping current = mapping;
        if (current == null) {
            throw new IllegalStateException("this handle of " + this + " is closed");
        }
        return current.slice(from, length);
    }

    @Override
    public void unlink() throws IOException {
        Uninterrupted.run(() -> {
            OwnBlocks.HERE.unlink(block);
            return null;
        });
    }

    @Override
    public void close() {
        mapping = null;
        if (isOfCreator) {
            OwnBlocks.HERE.end(block);
        }
    }

    private Object writeReplace() {
        return form;
    }

    @Override
    public String toString() {
        return "shared memory " + block.name() + " (" + size + " bytes)";
    }
}
