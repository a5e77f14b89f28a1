package dev.procpool.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The words of the command line as the system passed them. Java replaces bytes that are not UTF-8, so that a name with
 * such bytes would become the name of another file.
 */
final class RawWords {

    /** The arguments of this process, each with a zero behind it; where there is no such file, nothing is found. */
    static final Path OF_PROCESS = Path.of("/proc/self/cmdline");

    private static final String REPLACEMENT = "\uFFFD";

    private RawWords() {}

    /** The first of the words in which Java has replaced something; empty if it has in none. */
    static Optional<String> replaced(List<String> words, Path raw) {
        return words.stream()
                .filter(word -> word.contains(REPLACEMENT))
                .findFirst()
                .filter(word -> !isUtf8(raw));
    }

    private static boolean isUtf8(Path raw) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(raw)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            return true; // the word may be meant
        }
    }
}
