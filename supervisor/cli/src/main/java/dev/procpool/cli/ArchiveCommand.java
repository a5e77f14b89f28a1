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

    private final Terminal terminal;

    ArchiveCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Optional<Path> file = StartupArchive.file();
        if (file.isEmpty()) {
            terminal.out().println("none: " + StartupArchive.WHY_NONE);
        } else if (StartupArchive.isPresent()) {
            terminal.out().println(file.get() + " (" + Files.size(file.get()) / MIB + " MiB)");
        } else {
            terminal.out().println(file.get() + " is not there; 'procpool archive build' makes it");
        }
        return ExitCodes.OK;
    }

    @Command(name = "build", mixinStandardHelpOptions = true, description = "Makes it, in 2 to 10 seconds.")
    int build() throws InterruptedException {
        try {
            terminal.out().println(StartupArchive.build());
            return ExitCodes.OK;
        } catch (IllegalStateException | PoolException e) {
            terminal.err().println("procpool: " + e.getMessage());
            return ExitCodes.CHECK_FAILED;
        }
    }

    @Command(
            name = "clear",
            mixinStandardHelpOptions = true,
            description = "Removes all archives of this user, those of other JDKs and other copies of procpool, too.")
    int clear() {
        terminal.out().println(StartupArchive.clear() + " removed");
        return ExitCodes.OK;
    }
}
