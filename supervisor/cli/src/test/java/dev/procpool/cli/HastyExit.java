package dev.procpool.cli;

import dev.procpool.Pool;
import java.io.File;
import java.lang.ref.Reference;
import java.nio.file.Path;

/** A main program that exits as soon as the pool that it is opening has a directory. Run by {@link CliEndIT}. */
final class HastyExit {

    private HastyExit() {}

    public static void main(String[] args) throws InterruptedException {
        File directory = new File(args[0]);
        Thread exit = new Thread(() -> {
            while (directory.list().length == 0) {
                Thread.onSpinWait();
            }
            System.exit(7);
        });
        exit.start();
        Pool pool = Pool.builder().processes(2).runDirectory(Path.of(args[0])).open();
        exit.join();
        Reference.reachabilityFence(pool);
    }
}
