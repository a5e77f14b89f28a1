package dev.procpool.protocol.codec;

/** The forms of the encoding. Both sides of a connection use the same one. */
public enum Dialect {
    /** For two JVMs of the same update of the JDK: its classes have the same fields on both sides. */
    ONE_JDK(0),
    /**
     * For JVMs of two JDKs: before the state of an object of a class of the JDK a checksum is sent of what that state
     * consists of. An object of a class that differs is refused when it is decoded.
     */
    TWO_JDKS(1L << Integer.SIZE);

    private final long bit;

    Dialect(long bit) {
        this.bit = bit;
    }

    /** The dialect of this JVM and one of another version of the JDK. */
    public static Dialect with(Runtime.Version other) {
        return CodecKryo.jdk(Runtime.version()).equals(CodecKryo.jdk(other)) ? ONE_JDK : TWO_JDKS;
    }

    /** The dialect that has a fingerprint. Does not load Kryo. */
    public static Dialect of(long fingerprint) {
        return (fingerprint & TWO_JDKS.bit) == 0 ? ONE_JDK : TWO_JDKS;
    }

    /**
     * A number that changes when the encoding does: with the version of Kryo, with the serializers, and where the
     * dialect demands it with the JDK. Two JVMs understand each other only if theirs are equal.
     */
    public long fingerprint() {
        return bit | CodecKryo.fingerprint(this);
    }
}
