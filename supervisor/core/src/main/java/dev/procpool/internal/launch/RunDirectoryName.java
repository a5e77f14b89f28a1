package dev.procpool.internal.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The name of a run directory, {@code procpool.PID.START.RANDOM}: it tells the process that has made the directory, by
 * its id and the time of its start. Immutable.
 */
record RunDirectoryName(long pid, long startMillis, String random) {

    private static final String PREFIX = "procpool.";
    private static final int PARTS = 4;
    private static final int RANDOM_CHARACTERS = 8;
    private static final long UNKNOWN = 0;

    /** The system may report the start of the same process differently once its clock was set. */
    private static final long TOLERANCE_MILLIS = 2_000;

    /** A new name of this process. */
    static RunDirectoryName ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        String random = UUID.randomUUID().toString().substring(0, RANDOM_CHARACTERS);
        return new RunDirectoryName(self.pid(), startMillis(self), random);
    }

    /** The name of a directory; empty if it is none of these. */
    static Optional<RunDirectoryName> of(Path directory) {
        String name = directory.getFileName().toString();
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        List<String> parts = List.of(name.split("\\.", -1));
        if (parts.size() != PARTS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RunDirectoryName(
                    Long.parseLong(parts.get(1)), Long.parseLong(parts.get(2), Character.MAX_RADIX), parts.get(3)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(UNKNOWN);
    }

    /** Whether the same process has made the directory {@code other}. */
    boolean isOfSameProcess(RunDirectoryName other) {
        return pid == other.pid && startMillis == other.startMillis;
    }

    /** Whether the process has ended, also if a younger one has got its id since. */
    boolean isOfEndedProcess() {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return true;
        }
        return startMillis != UNKNOWN && startMillis(process.get()) > startMillis + TOLERANCE_MILLIS;
    }

    @Override
    public String toString() {
        return PREFIX + pid + "." + Long.toString(startMillis, Character.MAX_RADIX) + "." + random;
    }
}
