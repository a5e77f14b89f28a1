package dev.procpool.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.Pool;
import dev.procpool.PoolSizing;
import dev.procpool.Processes;
import dev.procpool.StartupArchive;
import dev.procpool.WorkerOutput;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks whether this machine is fit for a pool. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks whether this machine is fit: JDK, flags, disk, memory, limits. Exit code 6 if a check fails.")
final class DoctorCommand implements Callable<Integer> {

    private static final long MIB = 1 << 20;
    private static final long WANTED_SHARED_MEMORY = 256 * MIB;
    private static final long WANTED_PER_WORKER = 128 * MIB;
    private static final long WANTED_FILES_PER_WORKER = 32;
    private static final Duration READY = Duration.ofSeconds(60);

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final Terminal terminal;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private enum Verdict {
        OK,
        WARN,
        FAIL
    }

    private record Finding(Verdict verdict, String what, String value, String advice) {}

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(processors());
        findings.add(memory());
        findings.add(sharedMemory());
        findings.add(openFiles());
        findings.add(sessions());
        findings.add(encoding());
        findings.add(startupArchive());
        findings.add(pool());
        print(findings);
        return findings.stream().anyMatch(f -> f.verdict == Verdict.FAIL) ? ExitCodes.CHECK_FAILED : ExitCodes.OK;
    }

    private void print(List<Finding> findings) {
        if (json) {
            JsonStringWriter out = JsonWriter.string().object().array("checks");
            for (Finding f : findings) {
                out.object()
                        .value("verdict", f.verdict.name().toLowerCase(Locale.ROOT))
                        .value("what", f.what)
                        .value("value", f.value)
                        .value("advice", f.advice)
                        .end();
            }
            terminal.out().println(out.end().end().done());
            return;
        }
        for (Finding f : findings) {
            terminal.out().printf("%-4s  %-16s  %s%n", f.verdict.name().toLowerCase(Locale.ROOT), f.what, f.value);
            if (!f.advice.isEmpty()) {
                terminal.out().printf("      %-16s  -> %s%n", "", f.advice);
            }
        }
    }

    private static Finding ok(String what, String value) {
        return new Finding(Verdict.OK, what, value, "");
    }

    private static Finding java() {
        return ok(
                "java",
                Runtime.version() + " (" + System.getProperty("java.vendor") + ") in "
                        + System.getProperty("java.home"));
    }

    private static Finding processors() {
        PoolSizing sizing = PoolSizing.here(Optional.empty());
        return ok(
                "processors",
                Processes.cpuCount() + " usable by this JVM; workers by default: " + sizing.processes() + ", for "
                        + sizing.reason());
    }

    private static Finding memory() {
        Optional<Long> limit = firstNumber("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes");
        Optional<Long> machine = machineMemory();
        long usable = Math.min(limit.orElse(Long.MAX_VALUE), machine.orElse(Long.MAX_VALUE));
        if (usable == Long.MAX_VALUE) {
            return new Finding(Verdict.WARN, "memory", "unknown", "give each worker a limit with --xmx");
        }
        boolean limited = limit.isPresent() && limit.get() < machine.orElse(Long.MAX_VALUE);
        String value = usable / MIB + " MiB" + (limited ? " (limit of the control group)" : "");
        long needed = Processes.cpuCount() * WANTED_PER_WORKER;
        return usable >= needed
                ? ok("memory", value)
                : new Finding(
                        Verdict.WARN,
                        "memory",
                        value,
                        "that is little for " + Processes.cpuCount() + " workers: use -j and --xmx");
    }

    private static Optional<Long> machineMemory() {
        return lines("/proc/meminfo").stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst();
    }

    private static Optional<Long> firstNumber(String... files) {
        for (String file : files) {
            for (String line : lines(file)) {
                if (line.matches("[0-9]{1,18}")) {
                    return Optional.of(Long.parseLong(line));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Finding sharedMemory() {
        Path path = Path.of("/dev/shm");
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            return free >= WANTED_SHARED_MEMORY && Files.isWritable(path)
                    ? ok("run directory", "/dev/shm, " + free / MIB + " MiB free")
                    : new Finding(
                            Verdict.WARN,
                            "run directory",
                            "/dev/shm has " + free / MIB + " MiB free",
                            "less than 256: the queues live in " + System.getProperty("java.io.tmpdir")
                                    + ", which is slower (docker: --shm-size)");
        } catch (IOException e) {
            return new Finding(
                    Verdict.WARN,
                    "run directory",
                    "there is no /dev/shm",
                    "the queues live in " + System.getProperty("java.io.tmpdir") + ", which is slower");
        }
    }

    private static Finding openFiles() {
        Optional<Long> limit = lines("/proc/self/limits").stream()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.trim().split(" {2,}")[1])
                .filter(soft -> soft.matches("[0-9]+"))
                .map(Long::parseLong)
                .findFirst();
        if (limit.isEmpty()) {
            return ok("open files", "no limit known");
        }
        long workers = limit.get() / WANTED_FILES_PER_WORKER;
        return workers >= Processes.cpuCount()
                ? ok("open files", limit.get() + ", enough for about " + workers + " workers")
                : new Finding(Verdict.FAIL, "open files", limit.get().toString(), "raise it: ulimit -n 4096");
    }

    private static Finding sessions() {
        return Files.isExecutable(Path.of("/usr/bin/setsid")) || Files.isExecutable(Path.of("/bin/setsid"))
                ? ok("setsid", "found: the terminal's Ctrl-C does not reach workers")
                : new Finding(
                        Verdict.WARN,
                        "setsid",
                        "not found",
                        "the terminal's Ctrl-C reaches workers too; it is in the package util-linux");
    }

    private static Finding encoding() {
        String jnu = System.getProperty("sun.jnu.encoding", "?");
        boolean utf8 = jnu.equalsIgnoreCase("UTF-8");
        String value = "file names " + jnu + ", text " + Charset.defaultCharset();
        return utf8
                ? ok("encoding", value)
                : new Finding(
                        Verdict.WARN,
                        "encoding",
                        value,
                        "Java cannot open files whose names are not ASCII: export LC_ALL=C.UTF-8");
    }

    private static Finding startupArchive() {
        Optional<Path> file = StartupArchive.file();
        if (file.isEmpty()) {
            return ok("start-up archive", "none: " + StartupArchive.WHY_NONE);
        }
        return StartupArchive.isPresent()
                ? ok("start-up archive", file.get().toString())
                : new Finding(
                        Verdict.WARN,
                        "start-up archive",
                        "not there",
                        "procpool archive build makes workers start faster; a program whose pool is idle for ten seconds does"
                                + " it too");
    }

    /** The decisive check: a pool of one worker runs one item. */
    private static Finding pool() {
        long start = System.nanoTime();
        Supplier<Long> millis = () -> (System.nanoTime() - start) / 1_000_000;
        try (Pool pool = Pool.builder()
                .processes(1)
                .output(WorkerOutput.discarding())
                .startTimeout(READY)
                .open()) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            return ok("pool", "a worker (pid " + pid + ") ran an item " + millis.get() + " ms after it was asked for");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(Verdict.FAIL, "pool", "interrupted", "");
        } catch (RuntimeException e) {
            return new Finding(Verdict.FAIL, "pool", "a worker could not run an item", String.valueOf(e.getMessage()));
        }
    }
}
