package demos;

import dev.procpool.Pool;
import dev.procpool.StartupArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** How long it takes until the code of a new thread, a new JVM and a new worker runs: the median of five starts. */
public class Startup {

    private static final int STARTS = 5;

    public static void main(String[] args) throws Exception {
        print("thread", thread());
        if (hasVirtualThreads()) {
            print("virtual thread", virtualThread());
        }
        print("bare JVM", jvm());
        print("worker", worker());
        if (hasArchive()) {
            print("worker with archive", workerWithArchive());
        }
        print("item in a warm worker", itemInWarmWorker());
    }

    private static void print(String what, Start start) {
        System.out.printf("%-22s%9.3f ms", what, start.millis());
        start.memory().ifPresent(bytes -> System.out.printf("%6d MB", bytes / 1_000_000));
        System.out.println();
    }

    /**
     * A start.
     *
     * @param millis the time until the code runs
     * @param memory the bytes of a process of its own; what it shares with other processes counts in part
     */
    public record Start(double millis, OptionalLong memory) {}

    public static Start thread() throws Exception {
        return median(() -> {
            long[] runs = new long[1];
            long start = System.nanoTime();
            Thread thread = new Thread(() -> runs[0] = System.nanoTime());
            thread.start();
            thread.join();
            return new Start((runs[0] - start) / 1e6, OptionalLong.empty());
        });
    }

    public static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    /** By reflection, so that this program compiles for Java 17, too. */
    public static Start virtualThread() throws Exception {
        var startVirtualThread = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return median(() -> {
            long[] runs = new long[1];
            Runnable code = () -> runs[0] = System.nanoTime();
            long start = System.nanoTime();
            Thread thread = (Thread) startVirtualThread.invoke(null, code);
            thread.join();
            return new Start((runs[0] - start) / 1e6, OptionalLong.empty());
        });
    }

    /** The smallest program: it says that it runs, and ends when its input does. */
    static class Hello {
        public static void main(String[] args) throws IOException {
            System.out.println("hello");
            System.in.read();
        }
    }

    public static Start jvm() throws Exception {
        Path directory = Files.createTempDirectory("startup");
        String name = Hello.class.getName();
        Path file = directory.resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream code = Hello.class.getResourceAsStream("/" + directory.relativize(file))) {
            Files.copy(code, file);
        }
        try {
            return median(() -> startJvm("-cp", directory.toString(), name));
        } finally {
            for (Path path = file; !path.equals(directory.getParent()); path = path.getParent()) {
                Files.delete(path);
            }
        }
    }

    private static Start startJvm(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        long start = System.nanoTime();
        Process jvm = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = jvm.inputReader()) {
            output.readLine();
            double millis = (System.nanoTime() - start) / 1e6;
            return new Start(millis, memory(jvm.pid()));
        } finally {
            jvm.getOutputStream().close();
            jvm.waitFor();
        }
    }

    /** A worker that loads its classes from jars: a pool that gets an option about archives uses none of its own. */
    public static Start worker() throws Exception {
        return median(() -> startWorker("-Xshare:auto"));
    }

    public static boolean hasArchive() {
        return StartupArchive.isPresent();
    }

    /** A worker that finds its classes in an archive, in the form that a JVM has in memory. */
    public static Start workerWithArchive() throws Exception {
        return median(Startup::startWorker);
    }

    private static Start startWorker(String... options) throws InterruptedException {
        long start = System.nanoTime();
        try (Pool pool = Pool.builder().processes(1).jvmOptions(options).open()) {
            long pid = pool.apply(() -> ProcessHandle.current().pid());
            double millis = (System.nanoTime() - start) / 1e6;
            return new Start(millis, memory(pid));
        }
    }

    /** From the call to its result, after 1000 others. */
    public static Start itemInWarmWorker() throws Exception {
        try (Pool pool = Pool.open(1)) {
            for (int i = 0; i < 1000; i++) {
                pool.apply(x -> x + 1, i);
            }
            return median(() -> {
                long start = System.nanoTime();
                pool.apply(x -> x + 1, 1);
                return new Start((System.nanoTime() - start) / 1e6, OptionalLong.empty());
            });
        }
    }

    private static Start median(Callable<Start> one) throws Exception {
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            starts.add(one.call());
        }
        starts.sort(Comparator.comparingDouble(Start::millis));
        return starts.get(STARTS / 2);
    }

    /** Linux divides the memory that processes share by their number (Pss); other systems do not tell that. */
    private static OptionalLong memory(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }
}
