package dev.procpool.protocol.between;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/** The region of an object as memory with bytes. Thread-safe. */
final class RegionMemory implements Memory {

    private final Region region;
    private final ByteBuffer bytes;

    RegionMemory(Region region) {
        this.region = region;
        this.bytes = region.buffer();
    }

    @Override
    public long get(int at) {
        return region.get(at);
    }

    @Override
    public void set(int at, long value) {
        region.set(at, value);
    }

    @Override
    public boolean compareAndSet(int at, long expected, long value) {
        return region.compareAndSet(at, expected, value);
    }

    @Override
    public long getAndAdd(int at, long delta) {
        return region.getAndAdd(at, delta);
    }

    @Override
    public void read(int at, byte[] into, int offset, int length) {
        bytes.get(at, into, offset, length);
    }

    @Override
    public void write(int at, byte[] from, int offset, int length) {
        bytes.put(at, from, offset, length);
    }

    @Override
    public void reserve(int from, int length) throws IOException {
        try {
            region.reserve(from, length);
        } catch (
                NoSuchFileException e) { // the home removes it when it ends the object, before this process hears of it
            throw new HomeLostException("the memory of the object is gone: " + e.getMessage(), e);
        }
    }
}
