package dev.procpool.protocol.codec;

import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

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
    private final int maxPayloadBytes;
    private final Dialect dialect;
    private final RecordForms recordForms;
    private final AtomicReferenceArray<KryoCodec> idle = new AtomicReferenceArray<>(KEPT_CODECS);

    /** Codecs for JVMs of the JDK of this one that decode objects of certain classes only. */
    public Codecs(ClassLoader loader, int maxPayloadBytes, Optional<Set<String>> allowed) {
        this(loader, maxPayloadBytes, Dialect.ONE_JDK, allowed);
    }

    /** Codecs that decode objects of certain classes only; see {@link AllowedClasses}. */
    public Codecs(ClassLoader loader, int maxPayloadBytes, Dialect dialect, Optional<Set<String>> allowed) {
        this(
                allowed.<ClassLoader>map(names -> new AllowedClasses(loader, names))
                        .orElse(loader),
                loader,
                maxPayloadBytes,
                dialect);
    }

    /** Codecs for JVMs of the JDK of this one. */
    public Codecs(ClassLoader loader, int maxPayloadBytes) {
        this(loader, maxPayloadBytes, Dialect.ONE_JDK);
    }

    public Codecs(ClassLoader loader, int maxPayloadBytes, Dialect dialect) {
        this(loader, loader, maxPayloadBytes, dialect);
    }

    private Codecs(ClassLoader loader, ClassLoader allClasses, int maxPayloadBytes, Dialect dialect) {
        if (maxPayloadBytes < 1) {
            throw new IllegalArgumentException("maxPayloadBytes " + maxPayloadBytes);
        }
        this.loader = loader;
        this.allClasses = allClasses;
        this.dialect = dialect;
        this.recordForms = new RecordForms(loader);
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /** The class loader, without a limit to certain classes. */
    public ClassLoader loader() {
        return allClasses;
    }

    /** The forms of the classes that objects may be decoded of. */
    public RecordForms recordForms() {
        return recordForms;
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

    /** Checks out a codec; {@link #release} it afterwards, also after a failure. */
    public PayloadCodec take() {
        for (int i = 0; i < KEPT_CODECS; i++) {
            KryoCodec codec = idle.getAndSet(i, null);
            if (codec != null) {
                return codec;
            }
        }
        return new KryoCodec(loader, maxPayloadBytes, dialect);
    }

    /** Gives a codec back, exactly once; it must not be used any more. */
    public void release(PayloadCodec codec) {
        KryoCodec returned = (KryoCodec) codec;
        returned.sharing(SharedValues.NONE);
        for (int i = 0; i < KEPT_CODECS; i++) {
            if (idle.compareAndSet(i, null, returned)) {
                return;
            }
        }
    }

    /** The encoding of {@code value}, without its length. */
    public byte[] encode(Object value) {
        return encode(value, SharedValues.NONE);
    }

    /** The encoding of a value that may refer to shared values, without its length. */
    public byte[] encode(Object value, SharedValues shared) {
        PayloadBuffer out = new PayloadBuffer(INITIAL_BYTES);
        PayloadCodec codec = take();
        codec.sharing(shared);
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
