package dev.procpool.cli;

import dev.procpool.lines.LineReader;
import dev.procpool.lines.LineSource;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The lines of a file, which are counted by reading it once more where it is a regular one that is not large. */
final class FileItems implements ForwardingItems {

    private static final long LARGEST_COUNTED = 64 << 20;
    private static final int BLOCK = 64 << 10;

    private final Path file;
    private final int end;
    private final LineSource all;

    /**
     * @param end the byte that ends a line
     * @throws FileNotFoundException if the file cannot be read
     */
    FileItems(Path file, int end) throws FileNotFoundException {
        this.file = file;
        this.end = end;
        this.all = new LineReader(new FileInputStream(file.toFile()), end);
    }

    @Override
    public LineSource all() {
        return all;
    }

    @Override
    public boolean next() throws IOException {
        return all.next();
    }

    @Override
    public OptionalLong count() {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_COUNTED
                    ? OptionalLong.of(lines())
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty(); // where the items are read, the reason is said
        }
    }

    private long lines() throws IOException {
        byte[] block = new byte[BLOCK];
        long lines = 0;
        int last = end;
        try (InputStream in = new FileInputStream(file.toFile())) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                for (int i = 0; i < read; i++) {
                    lines += block[i] == end ? 1 : 0;
                }
                last = read == 0 ? last : block[read - 1];
            }
        }
        return last == end ? lines : lines + 1;
    }
}
