package dev.procpool;

import dev.procpool.internal.platform.FileDescriptors;
import dev.procpool.internal.platform.Memory;
import dev.procpool.internal.platform.Platform;
import dev.procpool.internal.platform.Sessions;
import dev.procpool.internal.platform.SharedMemory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The machine, or the container, as procpool finds it. Immutable; each method looks anew.
 *
 * <p>On Linux procpool uses {@code /proc}, sessions, shared memory and control groups. Elsewhere, and with the system
 * property {@code dev.procpool.platform=portable} on Linux too, it does without them: nothing is known of the memory,
 * limits of memory are not watched, the queues lie in the temporary directory, and the terminal's Ctrl-C reaches
 * workers.
 */
public final class Machine {

    private static final Machine HERE = new Machine();

    private Machine() {}

    /** The machine that this JVM runs on. */
    public static Machine here() {
        return HERE;
    }

    /** {@code Linux}, or {@code portable} where no features of Linux are used. */
    public String platform() {
        return Platform.name();
    }

    /** The number of processors that this JVM may use; in a worker, its share. */
    public int processors() {
        return Processes.cpuCount();
    }

    /** The memory that this JVM may use, in bytes; empty where that is not known. */
    public OptionalLong memory() {
        return Memory.usable();
    }

    /**
     * The memory that processes could use in addition, in bytes: files that are only cached can be given up. Empty
     * where that is not known.
     */
    public OptionalLong freeMemory() {
        return Memory.free();
    }

    /** Whether a control group limits the memory to less than the machine has. */
    public boolean isContainer() {
        OptionalLong container = Memory.ofContainer();
        return container.isPresent()
                && container.getAsLong() < Memory.ofMachine().orElse(Long.MAX_VALUE);
    }

    /** The directory in shared memory that queues may lie in; empty if there is none. */
    public Optional<Path> sharedMemory() {
        return SharedMemory.directory();
    }

    /** The number of bytes that are free in {@link #sharedMemory}. */
    public OptionalLong freeSharedMemory() {
        return SharedMemory.freeBytes();
    }

    /** The number of files that this JVM may have open; empty where there is no limit, or it is not known. */
    public OptionalLong maxOpenFiles() {
        return FileDescriptors.limit();
    }

    /** Whether workers lead sessions of their own, so that the terminal's Ctrl-C does not reach them. */
    public boolean hasSessions() {
        return !Sessions.launcher().isEmpty();
    }
}
