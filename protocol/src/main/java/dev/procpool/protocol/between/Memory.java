package dev.procpool.protocol.between;

import java.io.IOException;

/** Memory that several processes share, in words and in bytes. Bytes are plain accesses; words order them. */
interface Memory extends Words {

    /** Copies bytes out of the memory. */
    void read(int at, byte[] into, int offset, int length);

    /** Copies bytes into the memory. */
    void write(int at, byte[] from, int offset, int length);

    /**
     * Gets disk space for a part that was not used yet.
     *
     * @throws IOException if the disk is full
     */
    void reserve(int from, int length) throws IOException;
}
