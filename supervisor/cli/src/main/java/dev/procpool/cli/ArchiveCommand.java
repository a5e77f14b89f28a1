package dev.procpool.cli;

import dev.procpool.PoolException;
import dev.procpool.StartupArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Manages the archive that makes workers start faster. */
@Command(
        name = "archive",
        mixinStandardHelpOptions = true,
        description = "Manages the archive that makes workers start faster. Without a verb: says where it is.")
final class ArchiveCommand implements Callable<Integer> {

    private static final long MIB = 1 << 20;

    @Override
    public Integer call() throws Exception {
        Optional<Path> file = StartupArchive.file();
        if (file.isEmpty()) {
            System.out.println("none: " + StartupArchive.WHY_NONE);
        } else if (StartupArchive.isPresent()) {
            System.out.println(file.get() + " (" + Files.size(file.get()) / MIB + " MiB)");
        } else {
            System.out.println(file.get() + " is not there; 'procpool archive build' makes it");
        }
        return ExitCodes.OK;
    }

    @Command(name = "build", mixinStandardHelpOptions = true, description = "Makes it, in 2 to 10 seconds.")
    int build() throws InterruptedException {
        try {
            System.out.println(StartupArchive.build());
            return ExitCodes.OK;
        } catch (IllegalStateException | PoolException e) {
            System.err.println("procpool: " + e.getMessage());
            return ExitCodes.CHECK_FAILED;
        }
    }

    @Command(
            name = "clear",
            mixinStandardHelpOptions = true,
            description = "Removes all archives of this user, those of other JDKs and other copies of procpool, too.")
    int clear() {
        System.out.println(StartupArchive.clear() + " removed");
        return ExitCodes.OK;
    }
}
