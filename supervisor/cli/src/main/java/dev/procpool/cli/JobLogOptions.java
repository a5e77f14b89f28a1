package dev.procpool.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of the job log, and of a run that goes on where another one ended. */
final class JobLogOptions {

    @Option(
            names = "--joblog",
            order = HelpOrder.JOB_LOG,
            paramLabel = "FILE",
            description =
                    "Write a JSON line for each item when its result is printed: results are not in it, and in the order "
                            + "of the items a slow one keeps back what is behind it (see --unordered). A run that is killed "
                            + "may have printed up to 4 KiB of results that are not in it yet.")
    private Path file;

    @Option(
            names = "--resume",
            order = HelpOrder.JOB_LOG,
            description = "Run, and print, only the items that are not in the job log.")
    private boolean resume;

    @Option(
            names = "--retry-failed",
            order = HelpOrder.JOB_LOG,
            description = "Run only the items that are not in the job log, or failed there.")
    private boolean retryFailed;

    /** The name for messages, as it was given. */
    Path file() {
        return file;
    }

    /** Whether items that have failed are run again. */
    boolean retriesFailed() {
        return retryFailed;
    }

    /** The use of the files of an earlier run. */
    ResultFiles.Earlier earlierFiles() {
        return resume || retryFailed ? ResultFiles.Earlier.ARE_KEPT : ResultFiles.Earlier.ARE_REFUSED;
    }

    /** Opens the log of a task; null without one. */
    JobLog open(String task, Terminal terminal) {
        try {
            return file == null ? null : JobLog.append(terminal.resolve(file), task);
        } catch (IOException e) {
            throw new UsageException("--joblog: " + file + " cannot be written: " + FailureReason.of(e));
        }
    }

    /** The entries of the log that is gone on with, by the number of the item; empty for a new log. */
    Map<Long, JobLog.Entry> finished(String task, Terminal terminal) throws IOException {
        boolean goesOn = resume || retryFailed;
        if (file == null) {
            if (goesOn) {
                throw new UsageException("--resume and --retry-failed need --joblog FILE");
            }
            return Map.of();
        }
        Path path = terminal.resolve(file);
        if (goesOn) {
            return Files.exists(path) ? read(path, task) : Map.of();
        }
        if (Files.exists(path) && Files.size(path) > 0) {
            throw new UsageException("--joblog: " + file + " exists: use --resume or --retry-failed, or remove it");
        }
        return Map.of();
    }

    private Map<Long, JobLog.Entry> read(Path path, String task) {
        try {
            Map<Long, JobLog.Entry> entries = JobLog.read(path);
            entries.values().stream()
                    .map(JobLog.Entry::task)
                    .filter(logged -> !logged.equals(task))
                    .findFirst()
                    .ifPresent(logged -> {
                        throw new UsageException("--joblog: " + file + " is of task " + logged + ", not of " + task);
                    });
            return entries;
        } catch (IOException e) {
            throw new UsageException("--joblog: " + file + " cannot be read: " + FailureReason.of(e));
        }
    }
}
