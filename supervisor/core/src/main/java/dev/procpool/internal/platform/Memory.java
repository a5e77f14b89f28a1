package dev.procpool.internal.platform;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory of the machine, of the control group around this JVM, and of other processes, in bytes. Every start of a
 * pool asks: streams and regular expressions would cost milliseconds in a young JVM.
 */
public final class Memory {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Path MACHINE = PROCESSES.resolve("meminfo");
    private static final Path GROUPS_OF_THIS_PROCESS = PROCESSES.resolve("self/cgroup");
    private static final Path ALL_GROUPS = Path.of("/sys/fs/cgroup");
    private static final ControlGroups GROUPS = new ControlGroups(GROUPS_OF_THIS_PROCESS, ALL_GROUPS);

    private static final int KIBI = 10;

    private Memory() {}

    /** The memory of the machine; empty where the system does not tell. */
    public static OptionalLong ofMachine() {
        return kibibytes(MACHINE, "MemTotal:");
    }

    /** The limit of the control group of this process, which is that of a container in a container. */
    public static OptionalLong ofContainer() {
        return Platform.isLinux() ? GROUPS.memoryLimit() : OptionalLong.empty();
    }

    /** The memory that this JVM may use: that of the machine or the limit of its control group. */
    public static OptionalLong usable() {
        return leastOf(ofMachine(), ofContainer());
    }

    /**
     * The memory that could be used in addition, by the machine or by the control group of this JVM: files that are
     * only cached can be given up. Empty where the system does not tell.
     */
    public static OptionalLong free() {
        OptionalLong machine = kibibytes(MACHINE, "MemAvailable:");
        OptionalLong container = Platform.isLinux() ? GROUPS.freeMemory() : OptionalLong.empty();
        return leastOf(machine, container);
    }

    private static OptionalLong leastOf(OptionalLong machine, OptionalLong container) {
        if (machine.isEmpty() || container.isEmpty()) {
            return machine.isPresent() ? machine : container;
        }
        return OptionalLong.of(Math.min(machine.getAsLong(), container.getAsLong()));
    }

    /** The resident memory of a process; empty once the process is gone, and where the system does not tell. */
    public static OptionalLong residentIn(long pid) {
        return kibibytes(PROCESSES.resolve(Long.toString(pid)).resolve("status"), "VmRSS:");
    }

    /** The number of a line {@code name   4711 kB}, in bytes. */
    private static OptionalLong kibibytes(Path file, String name) {
        if (!Platform.isLinux()) {
            return OptionalLong.empty();
        }
        Optional<String> line = lineOf(file, name);
        return line.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(line.get()) << KIBI);
    }

    /** The first line of a file that begins with {@code beginning}. */
    private static Optional<String> lineOf(Path file, String beginning) {
        try (BufferedReader lines = new BufferedReader(new FileReader(file.toFile(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(beginning)) {
                    return Optional.of(line);
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
        return Optional.empty();
    }

    /** The number that the digits of a line make. */
    private static long number(String line) {
        long number = 0;
        for (int i = 0; i < line.length(); i++) {
            int digit = Character.digit(line.charAt(i), 10);
            if (digit >= 0) {
                number = 10 * number + digit;
            }
        }
        return number;
    }
}
