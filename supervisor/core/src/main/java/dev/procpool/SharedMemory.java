package dev.procpool;

import dev.procpool.internal.memory.MemoryHandle;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * A block of memory that processes share, mirroring Python's {@code multiprocessing.shared_memory.SharedMemory}.
 * Thread-safe.
 *
 * <pre>{@code
 * try (SharedMemory memory = SharedMemory.create(1 << 20); Pool pool = Pool.open(4)) {
 *     pool.map(i -> memory.buffer().putInt(4 * i, i * i), List.of(0, 1, 2)); // nothing is copied
 *     memory.buffer().getInt(8); // 4
 * }
 * }</pre>
 *
 * <p>A block has a name, which is unique among the blocks of one user on one machine. Another process attaches by the
 * name, or receives the handle: as an argument or a result, captured by a lambda, within another object. Each handle
 * that arrives is attached to the same memory, and closing it changes nothing for others; a process maps a block once,
 * whatever the number of its handles. A handle whose block is gone cannot arrive: decoding fails, which in a pool fails
 * that item only.
 *
 * <p><b>Memory.</b> A new block is zero. Its space is reserved when it is created, so a full file system is an
 * exception then, and never a crash later. The block lies in memory where the system has a file system there, and in
 * the temporary directory otherwise. Processes see each other's changes at once; a lock such as {@link ProcessLock}
 * puts them in order. {@link #close} and {@link #unlink} take no memory from a buffer: it stays mapped while any buffer
 * of the handle is reachable, and the garbage collector unmaps it afterwards.
 *
 * <p><b>End.</b> A block ends when a process unlinks it, when its creator closes the handle that created it, or with
 * the process that created it, also if that process is killed. In the last case, within seconds, a warning with the
 * name is printed to the standard error stream of the killed process, or is logged by the next process that uses shared
 * memory. The end of a process that is merely attached never ends a block. Python's blocks stay until they are unlinked
 * or the resource tracker ends.
 */
public interface SharedMemory extends AutoCloseable, Serializable {

    /**
     * Creates a block with a new name.
     *
     * @param bytes the size, at least 1
     * @throws IOException if there is no room for the block
     */
    static SharedMemory create(long bytes) throws IOException {
        return MemoryHandle.create(bytes);
    }

    /**
     * Creates a block.
     *
     * @param name 1 to 128 letters and digits of ASCII, dots, underscores and hyphens
     * @param bytes the size, at least 1
     * @throws java.nio.file.FileAlreadyExistsException if there is a block of that name
     * @throws IOException if there is no room for the block
     */
    static SharedMemory create(String name, long bytes) throws IOException {
        return MemoryHandle.create(name, bytes);
    }

    /**
     * Attaches to a block that exists.
     *
     * @throws java.nio.file.NoSuchFileException if there is no block of that name, or its creator has ended
     */
    static SharedMemory attach(String name) throws IOException {
        return MemoryHandle.attach(name);
    }

    /** The name of the block. */
    String name();

    /** The size in bytes. */
    long size();

    /**
     * The whole block, in the native byte order. Every buffer has a position of its own.
     *
     * @throws IllegalArgumentException if the block is larger than 2 GiB - 1 byte
     * @throws IllegalStateException after {@link #close}
     */
    ByteBuffer buffer();

    /**
     * A part of the block, in the native byte order.
     *
     * @param from the offset of its first byte
     * @param length at most 1 GiB, or any length within the first 2 GiB - 1 byte
     * @throws IndexOutOfBoundsException if the part is not within the block
     * @throws IllegalArgumentException if {@code length} is too large for one buffer
     * @throws IllegalStateException after {@link #close}
     */
    ByteBuffer buffer(long from, long length);

    /**
     * Removes the block: its name is free again, and no process can attach to it any more. Handles that are attached
     * keep the memory. Any process may do this.
     *
     * @throws java.nio.file.NoSuchFileException if the block was unlinked before
     */
    void unlink() throws IOException;

    /**
     * Ends the use of this handle, which gives no more buffers; buffers that it gave stay valid. The handle that
     * created the block also unlinks it, if that was not done. Idempotent.
     */
    @Override
    void close();
}
