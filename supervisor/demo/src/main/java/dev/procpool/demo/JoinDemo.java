package dev.procpool.demo;

import dev.procpool.ChildProcess;
import dev.procpool.ProcessQueue;
import dev.procpool.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** start returns at once, join waits; run instead of start stays in the caller; a forgotten child can be found. */
public final class JoinDemo implements Demo {

    private static final int WORK_MILLIS = 1000;
    private static final String HELLO = "hello";
    private static final String CHILD = "I'm the process with id: 0";

    @Override
    public String name() {
        return "join";
    }

    @Override
    public Evidence run(Steps steps) throws Exception {
        try (ProcessQueue<String> lines = ProcessQueue.create();
                ProcessQueue<Long> pids = ProcessQueue.create()) {
            Task<Void> work = () -> {
                Thread.sleep(WORK_MILLIS);
                lines.put(CHILD);
                pids.put(ProcessHandle.current().pid());
                return null;
            };
            steps.begins("start");
            Map<String, Object> facts = new LinkedHashMap<>();
            boolean helloFirst = withoutJoin(work, lines, facts);
            boolean helloLast = withJoin(work, lines, facts);
            List<Long> children = all(pids);

            ChildProcess.of(work).run();
            long ranIn = pids.get();
            long here = ProcessHandle.current().pid();
            facts.put("supervisor", here);
            facts.put("children", children);
            facts.put("afterRun", ranIn);
            return new Evidence(helloFirst && helloLast && !children.contains(here) && ranIn == here, facts);
        }
    }

    private static boolean withoutJoin(Task<Void> work, ProcessQueue<String> lines, Map<String, Object> facts)
            throws InterruptedException {
        ChildProcess child = ChildProcess.of(work);
        child.start();
        lines.put(HELLO);
        List<ChildProcess> active = ChildProcess.activeChildren();
        child.join();
        List<String> printed = all(lines);

        facts.put("withoutJoin", printed);
        facts.put(
                "active",
                active.stream()
                        .map(c -> Parts.of("name", c.name(), "ofPid", c.pid().orElse(0)))
                        .toList());
        return printed.equals(List.of(HELLO, CHILD)) && active.contains(child);
    }

    private static boolean withJoin(Task<Void> work, ProcessQueue<String> lines, Map<String, Object> facts)
            throws InterruptedException {
        ChildProcess child = ChildProcess.of(work);
        child.start();
        child.join();
        lines.put(HELLO);
        List<String> printed = all(lines);

        facts.put("withJoin", printed);
        return printed.equals(List.of(CHILD, HELLO));
    }

    private static <T> List<T> all(ProcessQueue<T> queue) throws InterruptedException {
        List<T> all = new ArrayList<>();
        queue.drainTo(all);
        return all;
    }
}
