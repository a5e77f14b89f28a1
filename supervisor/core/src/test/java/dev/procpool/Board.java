package dev.procpool;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers that several processes map and add to, each atomically. */
final class Board {

    private static final Map<String, Board> OPEN = new ConcurrentHashMap<>();

    private static final int PLACES = 64;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;

    private Board(ByteBuffer memory) {
        this.memory = memory;
    }

    /** Creates the file; its name travels to other processes. */
    static String create(Path file) throws IOException {
        return Files.write(file, new byte[PLACES * Long.BYTES]).toString();
    }

    /** Maps a file once in each process: what is mapped ever again stays mapped until it is collected. */
    static Board open(String file) throws IOException {
        Board known = OPEN.get(file);
        if (known == null) {
            known = map(file);
            OPEN.put(file, known);
        }
        return known;
    }

    private static Board map(String file) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Board(channel.map(MapMode.READ_WRITE, 0, PLACES * Long.BYTES));
        }
    }

    long get(int place) {
        return (long) LONGS.getVolatile(memory, place * Long.BYTES);
    }

    void set(int place, long value) {
        LONGS.setVolatile(memory, place * Long.BYTES, value);
    }

    /** Adds a number; returns the sum. */
    long add(int place, long number) {
        return (long) LONGS.getAndAdd(memory, place * Long.BYTES, number) + number;
    }
}
