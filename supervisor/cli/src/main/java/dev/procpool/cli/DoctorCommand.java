package dev.procpool.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.procpool.Machine;
import dev.procpool.Pool;
import dev.procpool.PoolSizing;
import dev.procpool.StartupArchive;
import dev.procpool.WorkerOutput;
import dev.procpool.WorkerShare;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
    private static final Machine MACHINE = Machine.here();

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
        findings.add(compiler());
        findings.add(platform());
        findings.add(processors());
        findings.add(share());
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

    private static Finding compiler() {
        List<String> missing = Stream.of("jdk.compiler", "jdk.jshell")
                .filter(module -> ModuleLayer.boot().findModule(module).isEmpty())
                .toList();
        return missing.isEmpty()
                ? ok("compiler", "expressions, source files and 'procpool jshell' work")
                : new Finding(
                        Verdict.WARN,
                        "compiler",
                        "this Java lacks " + String.join(" and ", missing),
                        "'run' with an expression or a source file, and 'procpool jshell', need a JDK");
    }

    private static Finding platform() {
        String name = MACHINE.platform();
        return name.equals("Linux")
                ? ok("platform", name)
                : new Finding(
                        Verdict.WARN,
                        "platform",
                        name,
                        "features of Linux are not used: limits of memory are not watched, for example");
    }

    private static Finding processors() {
        PoolSizing sizing = PoolSizing.here(Optional.empty());
        return ok(
                "processors",
                MACHINE.processors() + " usable by this JVM; workers by default: " + sizing.processes() + ", for "
                        + sizing.reason());
    }

    private static Finding share() {
        int workers = PoolSizing.here(Optional.empty()).processes();
        WorkerShare share = WorkerShare.of(workers);
        String heap = share.maxHeap().isPresent()
                ? "a heap of at most " + share.maxHeap().getAsLong() / MIB + " MiB"
                : "a heap of the JVM's choice";
        return ok(
                "worker's share",
                (share.processors() == 1 ? "1 processor" : share.processors() + " processors") + " and " + heap
                        + ", of " + workers + (workers == 1 ? " worker" : " workers"));
    }

    private static Finding memory() {
        OptionalLong usable = MACHINE.memory();
        if (usable.isEmpty()) {
            return new Finding(Verdict.WARN, "memory", "unknown", "give each worker a limit with --xmx");
        }
        String value =
                usable.getAsLong() / MIB + " MiB" + (MACHINE.isContainer() ? " (limit of the control group)" : "");
        long needed = MACHINE.processors() * WANTED_PER_WORKER;
        return usable.getAsLong() >= needed
                ? ok("memory", value)
                : new Finding(
                        Verdict.WARN,
                        "memory",
                        value,
                        "that is little for " + MACHINE.processors() + " workers: use -j and --xmx");
    }

    private static Finding sharedMemory() {
        Optional<Path> directory = MACHINE.sharedMemory();
        long free = MACHINE.freeSharedMemory().orElse(0);
        String elsewhere = "the queues live in " + System.getProperty("java.io.tmpdir") + ", which is slower";
        if (directory.isEmpty()) {
            return new Finding(Verdict.WARN, "run directory", "there is no shared memory", elsewhere);
        }
        String value = directory.get() + ", " + free / MIB + " MiB free";
        return free >= WANTED_SHARED_MEMORY
                ? ok("run directory", value)
                : new Finding(
                        Verdict.WARN, "run directory", value, "less than 256: " + elsewhere + " (docker: --shm-size)");
    }

    private static Finding openFiles() {
        OptionalLong limit = MACHINE.maxOpenFiles();
        if (limit.isEmpty()) {
            return ok("open files", "no limit known");
        }
        long workers = limit.getAsLong() / WANTED_FILES_PER_WORKER;
        return workers >= MACHINE.processors()
                ? ok("open files", limit.getAsLong() + ", enough for about " + workers + " workers")
                : new Finding(Verdict.FAIL, "open files", Long.toString(limit.getAsLong()), "raise it: ulimit -n 4096");
    }

    private static Finding sessions() {
        return MACHINE.hasSessions()
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
