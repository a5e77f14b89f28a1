package dev.procpool;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** A value that counts, in each JVM, how often it is encoded and decoded there. */
final class CountedModel implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final AtomicInteger ENCODED = new AtomicInteger();
    private static final AtomicInteger DECODED = new AtomicInteger();

    private final double[] weights;

    CountedModel(int size) {
        weights = new double[size];
        weights[size - 1] = 7;
    }

    double last() {
        return weights[weights.length - 1];
    }

    /** How often a model was encoded in this JVM. */
    static int encoded() {
        return ENCODED.get();
    }

    /** How often a model was decoded in this JVM. */
    static int decoded() {
        return DECODED.get();
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        ENCODED.incrementAndGet();
        out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        DECODED.incrementAndGet();
        in.defaultReadObject();
    }
}
