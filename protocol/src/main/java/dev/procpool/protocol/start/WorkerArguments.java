package dev.procpool.protocol.start;

import java.nio.file.Path;
import java.util.List;

/**
 * The command line of a worker's main class.
 *
 * @param directory the directory of this incarnation
 * @param token the secret that the worker shows on its sockets
 * @param workerId the number of the worker in its pool, from 1
 * @param incarnation the number of JVMs that this worker id has had, this one included
 * @param maxFrameBytes the size of the largest frame, the same on both sides
 * @param exitTimeoutMillis the longest time that its shutdown hooks may take
 * @param protocolVersion the version of the protocol of the supervisor
 * @param codecFingerprint the fingerprint of the codec of the supervisor
 */
public record WorkerArguments(
        Path directory,
        long token,
        int workerId,
        int incarnation,
        int maxFrameBytes,
        long exitTimeoutMillis,
        int protocolVersion,
        long codecFingerprint) {

    private static final int COUNT = 8;

    /** The words of the command line, in the order that {@link #parse} expects. */
    public List<String> toCommandLine() {
        return List.of(
                directory.toString(),
                Long.toUnsignedString(token, 16),
                Integer.toString(workerId),
                Integer.toString(incarnation),
                Integer.toString(maxFrameBytes),
                Long.toString(exitTimeoutMillis),
                Integer.toString(protocolVersion),
                Long.toUnsignedString(codecFingerprint, 16));
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if {@code words} were not made by {@link #toCommandLine}
     */
    public static WorkerArguments parse(String... words) {
        if (words.length != COUNT) {
            throw new IllegalArgumentException(
                    "a worker is started by a procpool supervisor, with " + COUNT + " arguments, not " + words.length);
        }
        return new WorkerArguments(
                Path.of(words[0]),
                Long.parseUnsignedLong(words[1], 16),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Long.parseLong(words[5]),
                Integer.parseInt(words[6]),
                Long.parseUnsignedLong(words[7], 16));
    }
}
