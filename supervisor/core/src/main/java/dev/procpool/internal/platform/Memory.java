package dev.procpool.internal.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory of the machine, of the container around this JVM, and of other processes, in bytes. */
public final class Memory {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Path MACHINE = PROCESSES.resolve("meminfo");

    /** Where the limit stands, in version 2 and in version 1 of control groups. */
    private static final List<Path> CONTAINER_LIMITS =
            List.of(Path.of("/sys/fs/cgroup/memory.max"), Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));

    private static final int KIBI = 10;

    private Memory() {}

    /** The memory of the machine; empty on systems without {@code /proc}. */
    public static OptionalLong ofMachine() {
        return kibibytes(MACHINE, "MemTotal:");
    }

    /** The limit of this process's own control group, as a container sees it at the root of its file system. */
    public static OptionalLong ofContainer() {
        for (Path limit : CONTAINER_LIMITS) {
            try {
                String text = Files.readString(limit).strip();
                return text.equals("max") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
            } catch (IOException | NumberFormatException e) {
                continue; // the other version of control groups, or none
            }
        }
        return OptionalLong.empty();
    }

    /** The resident memory of a process; empty once the process is gone, and on systems without {@code /proc}. */
    public static OptionalLong residentIn(long pid) {
        return kibibytes(PROCESSES.resolve(Long.toString(pid)).resolve("status"), "VmRSS:");
    }

    /** The number of a line {@code name   4711 kB}, in bytes. */
    private static OptionalLong kibibytes(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << KIBI)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }
}
