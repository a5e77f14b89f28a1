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

    /** The limit of version 1 where there is none: the largest number of whole pages. */
    private static final long UNLIMITED = Long.MAX_VALUE >> 16 << 16;

    /** The names of files with numbers about memory. */
    private enum Version {
        TWO("memory.max", "memory.current", "inactive_file "),
        ONE("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ");

        private final String limit;
        private final String used;
        private final String cache;

        Version(String limit, String used, String cache) {
            this.limit = limit;
            this.used = used;
            this.cache = cache;
        }
    }

    /** A number of bytes of a group; {@code Long.MAX_VALUE} if the group has no limit. */
    @FunctionalInterface
    private interface Measure {

        long of(Version version, Path group);
    }

    /** The smallest limit among the groups of the process and those above them; empty if there is none. */
    OptionalLong memoryLimit() {
        return least(ControlGroups::limitIn);
    }

    /**
     * The smallest number of bytes that a group of the process, or one above it, may use in addition: its cached files
     * can be given up. Empty if no group has a limit.
     */
    OptionalLong freeMemory() {
        return least(ControlGroups::freeIn);
    }

    private OptionalLong least(Measure measure) {
        long least = Long.MAX_VALUE;
        try (BufferedReader lines = open(ofProcess)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                least = Math.min(least, leastOf(measure, line));
            }
        } catch (IOException e) { // as a container sees it
            least = Math.min(measure.of(Version.TWO, all), measure.of(Version.ONE, all.resolve("memory")));
        }
        return least >= UNLIMITED ? OptionalLong.empty() : OptionalLong.of(least);
    }

    /** The measure of a group, given as {@code number:controllers:path}. */
    private long leastOf(Measure measure, String line) {
        int first = line.indexOf(':');
        int second = line.indexOf(':', first + 1);
        if (second < 0) {
            return Long.MAX_VALUE;
        }
        String controllers = line.substring(first + 1, second);
        String path = line.substring(second + 1);
        if (controllers.isEmpty()) {
            return leastAlong(measure, Version.TWO, all, path);
        }
        boolean isMemory = ("," + controllers + ",").contains(",memory,");
        return isMemory ? leastAlong(measure, Version.ONE, all.resolve("memory"), path) : Long.MAX_VALUE;
    }

    /** The least from {@code root} down to a group. In a container the path may name a group outside of it. */
    private static long leastAlong(Measure measure, Version version, Path root, String path) {
        long least = measure.of(version, root);
        Path group = root;
        for (Path name : Path.of(path)) {
            group = group.resolve(name);
            least = Math.min(least, measure.of(version, group));
        }
        return least;
    }

    private static long limitIn(Version version, Path group) {
        try {
            Optional<String> text = firstLine(group.resolve(version.limit));
            return text.isEmpty() || text.get().equals("max") ? Long.MAX_VALUE : Long.parseLong(text.get());
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // there is no such group here, or it is of the other version
        }
    }

    private static long freeIn(Version version, Path group) {
        long limit = limitIn(version, group);
        if (limit >= UNLIMITED) {
            return Long.MAX_VALUE;
        }
        try {
            long used = Long.parseLong(firstLine(group.resolve(version.used)).orElse("0"));
            return Math.max(0, limit - Math.max(0, used - cacheIn(version, group)));
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE; // the use is not told
        }
    }

    private static long cacheIn(Version version, Path group) {
        try (BufferedReader lines = open(group.resolve("memory.stat"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(version.cache)) {
                    return Long.parseLong(line.substring(version.cache.length()));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Nothing is known of cached files, which are counted as used then.
        }
        return 0;
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
