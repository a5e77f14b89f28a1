package dev.procpool;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The ways in which code can go wrong in a worker. */
enum Misbehaviour {
    THROWS,
    EXITS,
    HALTS,
    IS_KILLED,
    RUNS_OUT_OF_MEMORY,
    OVERFLOWS_ITS_STACK,
    HANGS;

    /** Misbehaves; does not return. */
    void happen() {
        switch (this) {
            case THROWS -> throw new IllegalStateException("thrown as asked");
            case EXITS -> System.exit(7);
            case HALTS -> Runtime.getRuntime().halt(99);
            case IS_KILLED -> killMyself();
            case RUNS_OUT_OF_MEMORY -> fillHeap();
            case OVERFLOWS_ITS_STACK -> throw new AssertionError(overflow(0));
            case HANGS -> hang();
        }
    }

    private static void killMyself() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        hang();
    }

    private static void fillHeap() {
        List<byte[]> blocks = new ArrayList<>();
        while (true) {
            blocks.add(new byte[1 << 20]);
        }
    }

    private static long overflow(long depth) {
        return overflow(depth + 1) + 1;
    }

    private static void hang() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** An object that misbehaves while it is decoded or encoded. */
    static final class Bomb implements Serializable {

        private static final long serialVersionUID = 1L;

        private final Misbehaviour onDecode;
        private final Misbehaviour onEncode;

        /** Either may be null. */
        Bomb(Misbehaviour onDecode, Misbehaviour onEncode) {
            this.onDecode = onDecode;
            this.onEncode = onEncode;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            if (onEncode != null) {
                onEncode.happen();
            }
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (onDecode != null) {
                onDecode.happen();
            }
        }
    }
}
