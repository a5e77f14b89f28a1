package dev.procpool.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the figures that Linux has of a process. */
final class Accounting {

    /** The unit of times in {@code /proc}, the same on all machines. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final double KIB_PER_MIB = 1024;
    private static final double MILLIS_PER_SECOND = 1000;

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
     * The processor time in nanoseconds that the threads of these processes use within {@code time}. Ticks would be
     * too coarse for threads that sleep nearly all the time. Another process reads the files: if this JVM read two
     * hundred of them, the time for reading, and for compiling the code that reads, would be counted, too.
     */
    static long nanosWithin(List<Long> pids, Duration time) throws IOException, InterruptedException {
        String files =
                pids.stream().map(pid -> "/proc/" + pid + "/task/*/schedstat").collect(Collectors.joining(" "));
        String look = "grep -H '' " + files;
        String[] looks = output("sh", "-c", look + "; echo; sleep " + time.toMillis() / MILLIS_PER_SECOND + "; " + look)
                .split("\n\n");
        Map<String, Long> before = nanosOfThreads(looks[0]);
        Map<String, Long> after = looks.length < 2 ? Map.of() : nanosOfThreads(looks[1]);
        if (after.values().stream().allMatch(used -> used == 0)) {
            throw new IOException("this system does not say how long threads have run: " + files);
        }
        return after.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static Map<String, Long> nanosOfThreads(String lines) {
        Map<String, Long> nanos = new HashMap<>();
        for (String line : lines.split("\n")) {
            int colon = line.indexOf(':');
            int space = line.indexOf(' ', colon);
            if (space > colon) {
                nanos.put(line.substring(0, colon), Long.parseLong(line.substring(colon + 1, space)));
            }
        }
        return nanos;
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

    /** The space on disk of the files of a directory, in MiB; sparse files take less than their length. */
    static double diskMemory(Path directory) throws IOException, InterruptedException {
        return Long.parseLong(output("du", "-sk", directory.toString()).split("\\s", 2)[0]) / KIB_PER_MIB;
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // files and threads come and go meanwhile
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
