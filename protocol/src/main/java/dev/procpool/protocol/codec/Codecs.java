package dev.procpool.protocol.codec;

import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

/**
 * A pool of codecs with one class loader and one size limit.
 *
 * <p>Thread-safe. A codec is checked out for one use because encoding can be re-entrant: a {@code
 * writeObject} may itself call a process pool. There is no thread-local, so virtual threads may
 * come in any number; codecs beyond the number kept are dropped when they come back.
 */
public final class Codecs {
    private static final int INITIAL_BYTES = 256;
    private static final int KEPT_CODECS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private final ClassLoader loader;
    private final ClassLoader allClasses;
    private final Optional<Set<String>> allowed;
    private final int maxPayloadBytes;
    private final Dialect dialect;
    private final RecordForms recordForms;
    private final Predicate<Class<?>> foreign;
    private final AtomicReferenceArray<KryoCodec> idle = new AtomicReferenceArray<>(KEPT_CODECS);

    /** Codecs for JVMs of the JDK of this one that decode objects of certain classes only. */
    public Codecs(ClassLoader loader, int maxPayloadBytes, Optional<Set<String>> allowed) {
        this(loader, maxPayloadBytes, Dialect.ONE_JDK, allowed);
    }

    /** Codecs that decode objects of certain classes only; see {@link AllowedClasses}. */
    public Codecs(ClassLoader loader, int maxPayloadBytes, Dialect dialect, Optional<Set<String>> allowed) {
        this(loader, maxPayloadBytes, dialect, allowed, type -> false);
    }

    /** Codecs for JVMs of the JDK of this one. */
    public Codecs(ClassLoader loader, int maxPayloadBytes) {
        this(loader, maxPayloadBytes, Dialect.ONE_JDK);
    }

    public Codecs(ClassLoader loader, int maxPayloadBytes, Dialect dialect) {
        this(loader, maxPayloadBytes, dialect, type -> false);
    }

    /**
     * Codecs whose other side may lack classes.
     *
     * @param foreign whether it lacks a class; asked once for each class and codec
     */
    public Codecs(ClassLoader loader, int maxPayloadBytes, Dialect dialect, Predicate<Class<?>> foreign) {
        this(loader, maxPayloadBytes, dialect, Optional.empty(), foreign);
    }

    private Codecs(
            ClassLoader loader,
            int maxPayloadBytes,
            Dialect dialect,
            Optional<Set<String>> allowed,
            Predicate<Class<?>> foreign) {
        if (maxPayloadBytes < 1) {
            throw new IllegalArgumentException("maxPayloadBytes " + maxPayloadBytes);
        }
        this.allClasses = loader;
        this.allowed = allowed;
        this.loader = allowed.<ClassLoader>map(names -> new AllowedClasses(loader, names))
                .orElse(loader);
        this.dialect = dialect;
        this.recordForms = new RecordForms(this.loader);
        this.maxPayloadBytes = maxPayloadBytes;
        this.foreign = foreign;
    }

    /** Codecs like these that find classes with another loader. */
    public Codecs with(ClassLoader other) {
        return new Codecs(other, maxPayloadBytes, dialect, allowed, foreign);
    }

    /** The class loader, without a limit to certain classes. */
    public ClassLoader loader() {
        return allClasses;
    }

    /** The forms of the classes that objects may be decoded of. */
    public RecordForms recordForms() {
        return recordForms;
    }

    /** The size of the largest encoding. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    /** The {@link Dialect#fingerprint} among JVMs of the JDK of this one. */
    public static long fingerprint() {
        return Dialect.ONE_JDK.fingerprint();
    }

    /**
     * Whether a value goes as it is, as {@link ItemLayout#BYTES}; what is too large for that is refused by its
     * encoding.
     */
    public boolean sendsAlone(Object value) {
        return ItemLayout.isAlone(value) && ((byte[]) value).length < maxPayloadBytes;
    }

    /** The layout for values like this one, if they may be as large as those of the layout can be. */
    public ItemLayout layoutOf(Object value) {
        ItemLayout layout = ItemLayout.of(value);
        return layout == ItemLayout.TEXTS && maxPayloadBytes < ItemLayout.MOST_BYTES ? ItemLayout.SIZED : layout;
    }

    /**
     * The form of objects like this one; null if there is none, if they may be larger than the limit, or if the other
     * side lacks the class.
     */
    public RecordForm formOf(Object value) {
        if (value == null || maxPayloadBytes < RecordForm.MOST_BYTES || foreign.test(value.getClass())) {
            return null;
        }
        return RecordForm.of(value.getClass()).orElse(null);
    }

    /** Checks out a codec; {@link #release} it afterwards, also after a failure. */
    public PayloadCodec take() {
        for (int i = 0; i < KEPT_CODECS; i++) {
            KryoCodec codec = idle.getAndSet(i, null);
            if (codec != null) {
                return codec;
            }
        }
        return new KryoCodec(loader, maxPayloadBytes, dialect, foreign);
    }

    /** Gives a codec back, exactly once; it must not be used any more. */
    public void release(PayloadCodec codec) {
        KryoCodec returned = (KryoCodec) codec;
        returned.sharing(SharedValues.NONE);
        returned.noting(CodeNotes.NONE);
        if (returned.hasMetForeignClasses()) {
            return; // it would keep their class loader
        }
        for (int i = 0; i < KEPT_CODECS; i++) {
            if (idle.compareAndSet(i, null, returned)) {
                return;
            }
        }
    }

    /** The encoding of {@code value}, without its length. */
    public byte[] encode(Object value) {
        return encode(value, SharedValues.NONE, CodeNotes.NONE);
    }

    /**
     * The encoding of a value that may refer to shared values, and have classes that the other side lacks, without its
     * length.
     */
    public byte[] encode(Object value, SharedValues shared, CodeNotes notes) {
        PayloadBuffer out = new PayloadBuffer(INITIAL_BYTES);
        PayloadCodec codec = take();
        codec.sharing(shared);
        codec.noting(notes);
        try {
            codec.encode(value, out);
        } finally {
            release(codec);
        }
        PayloadReader in = new PayloadReader(out.array(), 0, out.size());
        in.getVarInt();
        return Arrays.copyOfRange(out.array(), in.position(), out.size());
    }

    /** The value that {@link #encode(Object)} encoded. */
    public Object decode(byte[] bytes) {
        PayloadCodec codec = take();
        try {
            return codec.decode(bytes, 0, bytes.length);
        } finally {
            release(codec);
        }
    }
}
