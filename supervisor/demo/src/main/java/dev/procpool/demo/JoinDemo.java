package dev.procpool.demo;

import dev.procpool.ChildProcess;
import dev.procpool.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** start returns at once, join waits; run instead of start stays in the caller; a forgotten child can be found. */
public final class JoinDemo implements Demo {

    private static final int WORK_MILLIS = 500;

    @Override
    public String name() {
        return "join";
    }

    @Override
    public Evidence run() throws Exception {
        Path note = Files.createTempFile("procpool-join", ".txt");
        String path = note.toString();
        Task<Void> work = () -> notePid(path);
        try {
            ChildProcess child = ChildProcess.of(work);
            child.start();
            String withoutJoin = Files.readString(note);
            List<String> forgotten = ChildProcess.activeChildren().stream()
                    .map(c -> c.name() + " (pid " + c.pid().orElse(0) + ")")
                    .toList();
            boolean found = ChildProcess.activeChildren().contains(child);
            child.join();
            String withJoin = Files.readString(note);
            long childPid = child.pid().orElse(0);

            Files.writeString(note, "");
            ChildProcess.of(work).run();
            String afterRun = Files.readString(note);
            long here = ProcessHandle.current().pid();

            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("supervisor", here);
            facts.put("withoutJoin", withoutJoin.isEmpty() ? "-" : withoutJoin);
            facts.put("active", forgotten.toString());
            facts.put("withJoin", withJoin);
            facts.put("afterRun", afterRun);
            boolean shown = withoutJoin.isEmpty()
                    && found
                    && withJoin.equals(Long.toString(childPid))
                    && afterRun.equals(Long.toString(here));
            return new Evidence(shown, facts);
        } finally {
            Files.deleteIfExists(note);
        }
    }

    private static Void notePid(String path) throws Exception {
        Thread.sleep(WORK_MILLIS);
        Files.writeString(Path.of(path), Long.toString(ProcessHandle.current().pid()));
        return null;
    }
}
