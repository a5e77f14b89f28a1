package dev.procpool.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes the input of commands into a directory, each file once. */
final class ShellInput {

    private static final int FILES = 5_000;
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = 15 << 10;
    private static final long SEED = 25;

    private final Path directory;

    ShellInput(Path directory) {
        this.directory = directory;
    }

    /** The numbers from 1 on, a line each. */
    Path numbers(int count) throws IOException {
        Path file = directory.resolve("numbers-" + count);
        if (!Files.exists(file)) {
            try (BufferedWriter out = Files.newBufferedWriter(file)) {
                for (int i = 1; i <= count; i++) {
                    out.write(Integer.toString(i));
                    out.write('\n');
                }
            }
        }
        return file;
    }

    /** The names of 5,000 files of 1 to 16 KiB, again and again, a line each. */
    Path names(int count) throws IOException {
        Path list = directory.resolve("names-" + count);
        if (!Files.exists(list)) {
            Path files = Files.createDirectory(directory.resolve("files"));
            Random random = new Random(SEED);
            for (int i = 0; i < Math.min(count, FILES); i++) {
                byte[] content = new byte[SMALLEST + random.nextInt(LARGEST)];
                random.nextBytes(content);
                Files.write(files.resolve(Integer.toString(i)), content);
            }
            try (BufferedWriter out = Files.newBufferedWriter(list)) {
                for (int i = 0; i < count; i++) {
                    out.write(files.resolve(Integer.toString(i % FILES)).toString());
                    out.write('\n');
                }
            }
        }
        return list;
    }
}
