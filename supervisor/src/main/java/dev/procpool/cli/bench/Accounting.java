package dev.procpool.cli.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Linux knows of a process. */
final class Accounting {

    /** The unit of times in {@code /proc}, the same on all machines. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final double KIB_PER_MIB = 1024;

    private Accounting() {}

    /** The processor time that these processes have used, in seconds. */
    static double cpuSeconds(List<Long> pids) throws IOException {
        long ticks = 0;
        for (long pid : pids) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(words[USER_TIME]) + Long.parseLong(words[USER_TIME + 1]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /**
     * The processor time that each thread of these processes has used, in nanoseconds: of threads that sleep nearly all the time,
     * ticks say little.
     */
    static Map<Path, Long> nanosOfThreads(List<Long> pids) throws IOException {
        Map<Path, Long> nanos = new HashMap<>();
        for (long pid : pids) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
                for (Path thread : threads) {
                    readNanos(thread).ifPresent(used -> nanos.put(thread, used));
                }
            }
        }
        if (nanos.values().stream().allMatch(used -> used == 0)) {
            throw new IOException("this system does not say how long threads have run: /proc/.../schedstat");
        }
        return nanos;
    }

    private static Optional<Long> readNanos(Path thread) {
        try {
            String used = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
            return Optional.of(Long.parseLong(used));
        } catch (IOException e) {
            return Optional.empty(); // it has ended just now, or there is no such file for any
        }
    }

    /** The memory of a process in MiB, its share of what it shares with others. */
    static double proportionalMemory(long pid) throws IOException {
        return kib(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:") / KIB_PER_MIB;
    }

    /** The most memory that a process ever had, in MiB. */
    static double largestMemory(long pid) throws IOException {
        return kib(Path.of("/proc/" + pid + "/status"), "VmHWM:") / KIB_PER_MIB;
    }

    private static long kib(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no " + name));
    }

    /** What the files of a directory take on disk, in MiB; sparse files take less than their length. */
    static double diskMemory(Path directory) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-sk", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // files come and go meanwhile
                .start();
        String text = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        du.waitFor();
        return Long.parseLong(text.split("\\s", 2)[0]) / KIB_PER_MIB;
    }
}
