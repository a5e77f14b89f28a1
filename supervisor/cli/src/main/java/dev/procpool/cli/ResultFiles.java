package dev.procpool.cli;

import dev.procpool.lines.LineResults;
import dev.procpool.lines.LineText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A directory with a file for the result of each item: {@code 17-docs_a.txt} for item 17, {@code docs/a.txt}. The name
 * is the number of the item, and the beginning of the item with {@code _} for characters that names of files should
 * not have. An item that failed has another file, whose name ends in {@code .failed}, with the failure. Not
 * thread-safe.
 */
final class ResultFiles {

    private static final String FAILED = ".failed";

    /** The number of characters of an item in a name, which may have 255 bytes: a character has up to four. */
    private static final int LONGEST_NAME = 50;

    private final Path directory;
    private final Path given;
    private final ResultEnd end;

    private ResultFiles(Path directory, Path given, ResultEnd end) {
        this.directory = directory;
        this.given = given;
        this.end = end;
    }

    /**
     * Opens a directory, which is made if it is missing.
     *
     * @param given the directory as it was given, for messages
     * @param earlier the use of files that are there already
     */
    static ResultFiles in(Path directory, Path given, Earlier earlier, ResultEnd end) {
        try {
            Files.createDirectories(directory);
            if (earlier == Earlier.ARE_REFUSED && !isEmpty(directory)) {
                throw new UsageException("--results: " + given + " is not empty: name another directory, or go on with"
                        + " an earlier run (--joblog and --resume)");
            }
            return new ResultFiles(directory, given, end);
        } catch (IOException e) {
            throw new UsageException("--results: " + given + " cannot be made: " + FailureReason.of(e));
        }
    }

    /** The use of files of an earlier run. */
    enum Earlier {
        /** They are mistakes. */
        ARE_REFUSED,
        /** The run goes on with them. */
        ARE_KEPT
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /**
     * Writes the files of an item, in place of those of an earlier run.
     *
     * @param number the number of the item
     * @param item where the outcome is
     * @throws UnwritableException if there is no room for them, for example
     */
    void write(long number, LineResults item) {
        try {
            replace(number, item);
        } catch (IOException e) {
            throw new UnwritableException("--results: " + given + " cannot be written: " + FailureReason.of(e), e);
        }
    }

    private void replace(long number, LineResults item) throws IOException {
        String name = name(number, item.line().toString());
        Path failed = directory.resolve(name + FAILED);
        LineText result = item.result();
        try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
            result.writeTo(out);
            if (item.failure() == null && end == ResultEnd.LINE_FEED) {
                out.write('\n');
            }
        }
        if (item.failure() == null) {
            Files.deleteIfExists(failed);
        } else {
            String kind = FailureKind.of(item.failure()).name();
            Files.writeString(
                    failed, kind + ": " + FailureJson.describe(item.failure()) + "\n", StandardCharsets.UTF_8);
        }
    }

    /** The files of an item cannot be written. */
    static final class UnwritableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnwritableException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /** The name of an item's file. */
    static String name(long number, String item) {
        StringBuilder name = new StringBuilder().append(number).append('-');
        item.codePoints()
                .limit(LONGEST_NAME)
                .map(c -> Character.isLetterOrDigit(c) || "._-+=@%".indexOf(c) >= 0 ? c : '_')
                .forEach(name::appendCodePoint);
        return name.toString();
    }
}
