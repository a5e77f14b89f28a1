package demos;

import dev.procpool.ChildProcess;
import dev.procpool.ProcessQueue;
import java.util.ArrayList;
import java.util.List;

/** A child process with and without join, and a task that run() runs in this process. */
public class Join {

    public static final String HELLO = "hello";
    public static final String CHILD = "I'm the process with id: 0";

    /** The lines of parent and child in their order, and the processes to which {@code activeChildren} led. */
    public record Seen(long childPid, List<Long> activePids, List<String> lines) {}

    public static void main(String[] args) throws Exception {
        System.out.println("this program: pid " + ProcessHandle.current().pid());
        Seen without = withoutJoin();
        System.out.println("without join: " + without.lines() + ", active after start: " + without.activePids());
        Seen with = withJoin();
        System.out.println("with join: " + with.lines() + ", active after join: " + with.activePids());
        System.out.println("run() ran in: pid " + ranIn());
    }

    public static Seen withoutJoin() throws InterruptedException {
        try (ProcessQueue<String> lines = ProcessQueue.create()) {
            ChildProcess child = ChildProcess.of(() -> sleepAndSay(lines));
            child.start();
            lines.put(HELLO);
            List<Long> active = activePids();
            child.join(); // only here, to see all lines
            return new Seen(child.pid().getAsLong(), active, all(lines));
        }
    }

    public static Seen withJoin() throws InterruptedException {
        try (ProcessQueue<String> lines = ProcessQueue.create()) {
            ChildProcess child = ChildProcess.of(() -> sleepAndSay(lines));
            child.start();
            child.join();
            List<Long> active = activePids();
            lines.put(HELLO);
            return new Seen(child.pid().getAsLong(), active, all(lines));
        }
    }

    /** The process in which {@code run()} runs a task. */
    public static long ranIn() throws Exception {
        try (ProcessQueue<Long> pids = ProcessQueue.create()) {
            ChildProcess.of(() -> {
                        pids.put(ProcessHandle.current().pid());
                        return null;
                    })
                    .run();
            return pids.get();
        }
    }

    private static Void sleepAndSay(ProcessQueue<String> lines) throws InterruptedException {
        Thread.sleep(1000);
        lines.put(CHILD);
        return null;
    }

    private static List<Long> activePids() {
        return ChildProcess.activeChildren().stream()
                .map(child -> child.pid().getAsLong())
                .toList();
    }

    private static List<String> all(ProcessQueue<String> lines) throws InterruptedException {
        List<String> all = new ArrayList<>();
        lines.drainTo(all);
        return all;
    }
}
