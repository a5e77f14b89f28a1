package dev.procpool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A supervisor that has no memory for a result. Says how the call ended; the task notes each run in a file. */
final class SmallHeapProgram {

    private static final int RESULT_BYTES = 50 << 20;

    private SmallHeapProgram() {}

    public static void main(String[] args) throws Exception {
        String runs = args[0];
        TaskOptions once = TaskOptions.builder().commitPerItem().build();
        try (Pool pool = Pool.builder().processes(1).maxHeap("512m").open()) {
            pool.with(once).apply(() -> {
                Files.writeString(Path.of(runs), "ran\n", StandardOpenOption.APPEND);
                return new byte[RESULT_BYTES];
            });
            System.out.println("it had enough");
        } catch (PoolException e) {
            System.out.println(e);
        }
    }
}
