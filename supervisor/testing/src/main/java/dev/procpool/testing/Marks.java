package dev.procpool.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Numbers in a file, one a line: a task leaves a mark of each run, whatever happens to its worker afterwards. */
public final class Marks {

    private Marks() {}

    /** Adds {@code number} to the file, and returns {@code number}. */
    public static int add(Path file, int number) throws IOException {
        Files.writeString(file, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return number;
    }

    /** The marks so far; none where there is no file yet. */
    public static List<Integer> in(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream().map(Integer::valueOf).toList()
                : List.of();
    }
}
