package dev.procpool;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Files that the processes of a test map. */
final class SharedFiles {

    private static final Map<String, MappedByteBuffer> MAPPED = new ConcurrentHashMap<>();

    private SharedFiles() {}

    /** Maps a file once in each process: what is mapped ever again stays mapped until it is collected. */
    static MappedByteBuffer map(String file, int size) throws IOException {
        MappedByteBuffer known = MAPPED.get(file);
        if (known == null) {
            known = open(file, size);
            MAPPED.put(file, known);
        }
        return known;
    }

    private static MappedByteBuffer open(String file, int size) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, size);
        }
    }
}
