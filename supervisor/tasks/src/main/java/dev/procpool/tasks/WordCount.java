package dev.procpool.tasks;

import dev.procpool.task.TaskFunction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines, words and bytes of a file and its name, as {@code wc} prints them, separated by single spaces. */
final class WordCount implements TaskFunction<String, String> {

    private static final long serialVersionUID = 1L;

    @Override
    public String apply(String file) throws IOException {
        Path path = Path.of(file);
        long lines = 0;
        long words = 0;
        boolean inWord = false;
        try (Reader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
            for (int c; (c = reader.read()) >= 0; ) {
                lines += c == '\n' ? 1 : 0;
                boolean space = Character.isWhitespace(c);
                words += inWord || space ? 0 : 1;
                inWord = !space;
            }
        }
        return lines + " " + words + " " + Files.size(path) + " " + file;
    }
}
