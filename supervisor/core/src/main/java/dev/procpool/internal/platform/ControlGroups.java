package dev.procpool.internal.platform;

import java.io.BufferedReader;
import java.io.FileReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control groups (cgroups) of a process, in versions 1 and 2. The limit of a group holds for the groups below it. A
 * JVM sizes its heap by the same limits. Immutable.
 *
 * @param ofProcess the file that names the groups of the process
 * @param all the directory of all groups
 */
record ControlGroups(Path ofProcess, Path all) {

    private static final String FILE_V2 = "memory.max";
    private static final String FILE_V1 = "memory.limit_in_bytes";

    /** The limit of version 1 where there is none: the largest number of whole pages. */
    private static final long UNLIMITED = Long.MAX_VALUE >> 16 << 16;

    /** The smallest limit among the groups of the process and those above them; empty if there is none. */
    OptionalLong memoryLimit() {
        long least = Long.MAX_VALUE;
        try (BufferedReader lines = open(ofProcess)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                least = Math.min(least, limitOf(line));
            }
        } catch (IOException e) {
            least = Math.min(limitIn(all, FILE_V2), limitIn(all.resolve("memory"), FILE_V1)); // as a container sees it
        }
        return least >= UNLIMITED ? OptionalLong.empty() : OptionalLong.of(least);
    }

    /** The limit of a group, given as {@code number:controllers:path}. */
    private long limitOf(String line) {
        int first = line.indexOf(':');
        int second = line.indexOf(':', first + 1);
        if (second < 0) {
            return Long.MAX_VALUE;
        }
        String controllers = line.substring(first + 1, second);
        String path = line.substring(second + 1);
        if (controllers.isEmpty()) {
            return limitAlong(all, path, FILE_V2);
        }
        boolean isMemory = ("," + controllers + ",").contains(",memory,");
        return isMemory ? limitAlong(all.resolve("memory"), path, FILE_V1) : Long.MAX_VALUE;
    }

    /** The smallest limit from {@code root} down to a group. In a container the path may name a group outside of it. */
    private static long limitAlong(Path root, String path, String file) {
        long least = limitIn(root, file);
        Path group = root;
        for (Path name : Path.of(path)) {
            group = group.resolve(name);
            least = Math.min(least, limitIn(group, file));
        }
        return least;
    }

    private static long limitIn(Path group, String file) {
        try {
            Optional<String> text = firstLine(group.resolve(file));
            return text.isEmpty() || text.get().equals("max") ? Long.MAX_VALUE : Long.parseLong(text.get());
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // there is no such group here, or it is of the other version
        }
    }

    private static Optional<String> firstLine(Path file) throws IOException {
        try (BufferedReader lines = open(file)) {
            return Optional.ofNullable(lines.readLine()).map(String::strip);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(new FileReader(file.toFile(), StandardCharsets.UTF_8));
    }
}
