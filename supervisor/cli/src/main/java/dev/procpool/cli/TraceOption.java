package dev.procpool.cli;

import dev.procpool.cli.trace.TraceFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** The option that has a trace written. */
final class TraceOption {

    private static final String NAME = "--trace";

    /** Completes a trace. */
    @FunctionalInterface
    interface End {

        /** Called once, at the end of the command. */
        void close() throws IOException;
    }

    @Option(
            names = NAME,
            order = HelpOrder.POOL,
            paramLabel = "FILE",
            description =
                    "Write when which worker ran which item: FILE.html is a chart for a browser, FILE.json are Chrome "
                            + "trace events, which Perfetto (ui.perfetto.dev) opens. The file must not exist.")
    private Path file;

    /** The name for messages, as it was given. */
    Path file() {
        return file;
    }

    /** Begins the trace of a run, before anything is started; null if none is wanted. */
    RunTrace begin(ItemRun.Plan plan, Terminal terminal) {
        return create("procpool: " + plan.job().name(), terminal)
                .map(created -> new RunTrace(created, plan.items()::numberOf))
                .orElse(null);
    }

    /** Begins the trace of a demo, before anything is started; one that does nothing if none is wanted. */
    End beginDemo(String name, Terminal terminal) {
        return create("procpool demo " + name, terminal).map(DemoTrace::begin).orElse(() -> {});
    }

    /** Begins a trace, if one is wanted. */
    private Optional<TraceFile> create(String title, Terminal terminal) {
        if (file == null) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        TraceFile.Heading heading = new TraceFile.Heading(
                title, ProcessHandle.current().pid(), TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
        try {
            return Optional.of(format().create(terminal.resolve(file), heading));
        } catch (FileAlreadyExistsException e) {
            throw new UsageException(NAME + ": " + file + " exists: remove it, or name another file");
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    NAME + ": there is no directory " + file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UsageException(NAME + ": " + file + " cannot be written: " + FailureReason.of(e));
        }
    }

    /** Refuses a file whose name has no ending of a trace. */
    void check() {
        if (file != null) {
            format();
        }
    }

    private TraceFile.Format format() {
        return TraceFile.Format.of(file)
                .orElseThrow(() -> new UsageException(
                        NAME + ": " + file + " has to end with .json (for Perfetto) or .html (for a browser)"));
    }
}
