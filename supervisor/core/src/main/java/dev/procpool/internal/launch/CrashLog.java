package dev.procpool.internal.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The log that a JVM wrote when it crashed. The JVM ends itself by SIGABRT then: only the log, and the head of the log
 * that it prints, say which signal it crashed by. Immutable.
 *
 * @param path the file
 * @param signal the name of the signal; empty if the log names none, as after a failed assertion of the JVM
 */
public record CrashLog(Path path, Optional<String> signal) {

    private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) \\(0x[0-9a-f]+\\) at pc=.*");
    private static final int HEAD_LINES = 32;

    /** The difference that clocks of file systems may have. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /**
     * The log of a process that has ended; empty if there is none.
     *
     * @param started when the process was started: an older log is that of an earlier process with the same id
     */
    public static Optional<CrashLog> of(long pid, Instant started) {
        return in(JvmArguments.crashLog(pid), started);
    }

    static Optional<CrashLog> in(Path file, Instant started) {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            if (written.isBefore(started.minus(SLACK))) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty(); // there is none, as a rule
        }
        try (BufferedReader log = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            return Optional.of(new CrashLog(file, signalIn(log.lines().limit(HEAD_LINES))));
        } catch (IOException | RuntimeException e) {
            return Optional.of(new CrashLog(file, Optional.empty()));
        }
    }

    /** The signal that lines of the head of such a log name. */
    static Optional<String> signalIn(Stream<String> lines) {
        return lines.map(SIGNAL::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst();
    }
}
