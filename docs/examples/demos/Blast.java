package demos;

import dev.procpool.ChildProcess;
import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.ProcessQueue;
import dev.procpool.Results;
import dev.procpool.TaskFuture;
import dev.procpool.WorkerDiedException;
import dev.procpool.WorkerOutput;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tasks that would end a whole program end one worker of a pool; as a thread, such a task takes its program along. */
public class Blast {

    public static final List<String> LETHAL = List.of("exit", "halt", "oom", "segv");
    public static final List<String> HARMLESS = List.of("stack", "ok");
    public static final String BEGUN = "begun";
    public static final String DONE = "done";

    private static final Duration GUARD = Duration.ofMinutes(1);

    /** The end of the JVM whose thread called exit, and what the thread beside it had said by then. */
    public record Threads(long pid, int exitCode, List<String> neighbourSaid) {}

    public static void main(String[] args) throws Exception {
        try (Pool pool = open()) {
            TaskFuture<String> neighbour = pool.applyAsync(Blast::work);
            for (String task : LETHAL) {
                System.out.println(task + ": " + describe(run(pool, task)));
            }
            System.out.println("the neighbour: " + neighbour.get());
            for (String task : HARMLESS) {
                System.out.println(task + ": " + describe(run(pool, task)));
            }
            System.out.println("afterwards: " + pool.stats());
        }
        Threads threads = exitInAThread();
        System.out.println("exit in a thread: its JVM ended with " + threads.exitCode());
        System.out.println("the thread beside it: " + threads.neighbourSaid());
    }

    private static String describe(Outcome<String> outcome) {
        String what = "pid " + outcome.pid();
        if (outcome.failure() instanceof WorkerDiedException death) {
            return what + " ended with " + death.exitCode() + " "
                    + death.signal().orElse("");
        }
        return what + " goes on after " + (outcome.isSuccess() ? outcome.value() : outcome.failure());
    }

    /** A pool of two workers that are ready. */
    public static Pool open() throws InterruptedException {
        Pool pool = Pool.builder()
                .processes(2)
                .maxHeap("64m")
                .output(WorkerOutput.discarding())
                .open();
        pool.awaitReady(GUARD);
        return pool;
    }

    /** Runs one task, and says what became of it. */
    public static Outcome<String> run(Pool pool, String task) throws IOException {
        try (Results<Outcome<String>> results = pool.outcomes(Blast::blast, List.of(task))) {
            Outcome<String> outcome = results.iterator().next();
            if (outcome.failure() instanceof WorkerDiedException death
                    && death.report().crashLog() != null) {
                Files.delete(Path.of(death.report().crashLog()));
            }
            return outcome;
        }
    }

    /** The same exit in a pool of threads, in a JVM that is there to be lost. */
    public static Threads exitInAThread() throws InterruptedException {
        try (ProcessQueue<String> said = ProcessQueue.create();
                ChildProcess jvm = ChildProcess.of(() -> exitBesideWork(said))) {
            jvm.start();
            if (!jvm.join(GUARD)) {
                jvm.kill();
                jvm.join();
            }
            List<String> lines = new ArrayList<>();
            said.drainTo(lines);
            return new Threads(jvm.pid().getAsLong(), jvm.exitCode().getAsInt(), lines);
        }
    }

    private static String exitBesideWork(ProcessQueue<String> said) throws Exception {
        try (Pool threads = Pool.ofThreads(2)) {
            threads.applyAsync(() -> {
                said.put(BEGUN);
                work();
                said.put(DONE);
                return DONE;
            });
            while (said.isEmpty()) {
                Thread.sleep(10);
            }
            return threads.apply(Blast::blast, "exit");
        }
    }

    /** A second of work for a neighbour. */
    public static String work() throws InterruptedException {
        Thread.sleep(1000);
        return DONE;
    }

    private static String blast(String task) throws Exception {
        switch (task) {
            case "exit" -> System.exit(7);
            case "halt" -> Runtime.getRuntime().halt(9);
            case "oom" -> fillTheHeap();
            case "segv" -> writeToAddressZero();
            case "stack" -> recurse(1);
        }
        return task;
    }

    private static void fillTheHeap() {
        List<byte[]> blocks = new ArrayList<>();
        while (true) {
            blocks.add(new byte[1_000_000]);
        }
    }

    private static void writeToAddressZero() throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field instance = unsafe.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }
}
