package dev.procpool;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Numbers that several processes map and add to, each atomically. */
final class Board {

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

    /** Opens the file in this process. */
    static Board open(String file) throws IOException {
        return new Board(SharedFiles.map(file, PLACES * Long.BYTES));
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
