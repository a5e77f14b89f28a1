package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.kryo5.io.Output;
import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.message.PayloadBuffer;
import java.io.InvalidObjectException;
import java.util.Optional;
import java.util.function.Predicate;

/** One Kryo with its buffers. Confined to whoever took it from {@link Codecs}. */
final class KryoCodec implements PayloadCodec {

    private static final int INITIAL_BUFFER = 512;
    private static final int KEPT_BUFFER = 1 << 20;
    private static final byte[] NOTHING = new byte[0];
    private static final String TOO_DEEP = "nested too deeply: more than " + CodecKryo.MAX_DEPTH
            + " levels, or more than the stack of this thread has room for";

    private final ClassLoader loader;
    private final Dialect dialect;
    private final int maxPayloadBytes;
    private final Predicate<Class<?>> foreign;
    private final Output output;
    private final Input input = new Input();
    private CodecKryo kryo;
    private SharedValues shared = SharedValues.NONE;
    private CodeNotes notes = CodeNotes.NONE;

    KryoCodec(ClassLoader loader, int maxPayloadBytes, Dialect dialect, Predicate<Class<?>> foreign) {
        this.loader = loader;
        this.dialect = dialect;
        this.foreign = foreign;
        this.maxPayloadBytes = maxPayloadBytes;
        this.output = new Output(Math.min(INITIAL_BUFFER, maxPayloadBytes), maxPayloadBytes);
        this.kryo = new CodecKryo(loader, dialect, foreign);
    }

    @Override
    public void sharing(SharedValues values) {
        shared = values;
        kryo.sharing(values);
    }

    @Override
    public void noting(CodeNotes noted) {
        notes = noted;
        kryo.noting(noted);
    }

    /** Whether it keeps classes alive that may otherwise be unloaded. */
    boolean hasMetForeignClasses() {
        return kryo.hasMetForeignClasses();
    }

    @Override
    public void encode(Object value, PayloadBuffer out) {
        if (maxPayloadBytes >= SmallValues.MAX_BYTES && SmallValues.write(value, out)) {
            return;
        }
        encodeGraph(value, out);
    }

    private void encodeGraph(Object value, PayloadBuffer out) {
        long plain = PlainArrays.sizeOf(value);
        if (plain > maxPayloadBytes) {
            throw new PayloadTooLargeException(value.getClass().getTypeName(), root(value), maxPayloadBytes);
        }
        if (plain > 0) {
            PlainArrays.encode(value, (int) plain, out);
            return;
        }
        int start = out.size();
        try {
            kryo.writeClassAndObject(output, value);
            out.putVarInt(output.position());
            out.put(output.getBuffer(), 0, output.position());
        } catch (KryoBufferOverflowException e) {
            out.truncate(start);
            throw new PayloadTooLargeException(value.getClass().getTypeName(), root(value), maxPayloadBytes);
        } catch (StackOverflowError e) {
            out.truncate(start);
            startAnew();
            throw new EncodingException("cannot encode " + root(value) + ": it is " + TOO_DEEP, root(value), e);
        } catch (RuntimeException e) {
            out.truncate(start);
            if (!(e instanceof CannotTravel) || e.getCause() != null || kryo.getDepth() > 0) {
                startAnew();
            }
            throw refused(value, e);
        } finally {
            output.reset();
            if (output.getBuffer().length > KEPT_BUFFER) {
                output.setBuffer(new byte[INITIAL_BUFFER], maxPayloadBytes);
            }
        }
    }

    private EncodingException refused(Object value, RuntimeException e) {
        KryoPath path = KryoPath.of(root(value), e);
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CannotTravel cannot) {
                return new EncodingException(
                        "cannot encode " + path.path() + " (" + cannot.type() + "): " + cannot.reason(),
                        path.path(),
                        cannot.getCause());
            }
            if (isTooDeep(t)) {
                return new EncodingException("cannot encode " + path.path() + ": it is " + TOO_DEEP, path.path(), t);
            }
            if (t instanceof KryoBufferOverflowException) {
                return new PayloadTooLargeException(value.getClass().getTypeName(), path.path(), maxPayloadBytes);
            }
        }
        Throwable cause = e instanceof KryoException && e.getCause() != null ? e.getCause() : e;
        return new EncodingException("cannot encode " + path.path() + ": " + path.message(), path.path(), cause);
    }

    private static boolean isTooDeep(Throwable t) {
        return t instanceof StackOverflowError
                || t instanceof KryoException && String.valueOf(t.getMessage()).startsWith("Max depth exceeded");
    }

    private static String root(Object value) {
        if (value == null) {
            return "null";
        }
        String name = value.getClass().getSimpleName();
        return name.isEmpty() || name.contains("$$Lambda")
                ? value.getClass().getName().replaceAll("/.*", "")
                : name;
    }

    @Override
    public Object decode(byte[] bytes, int offset, int length) {
        Object small = SmallValues.read(bytes, offset, length);
        return small == SmallValues.OTHER ? decodeGraph(bytes, offset, length) : small;
    }

    private Object decodeGraph(byte[] bytes, int offset, int length) {
        try {
            Object plain = PlainArrays.decode(bytes, offset, length);
            if (plain != null) {
                return plain;
            }
            input.setBuffer(bytes, offset, length);
            input.setLimit(offset + length);
            Object value = kryo.readClassAndObject(input);
            if (input.position() != offset + length) {
                throw new KryoException((offset + length - input.position()) + " bytes are left over");
            }
            kryo.validate();
            return value;
        } catch (StackOverflowError e) {
            startAnew();
            throw new DecodingException("the value is " + TOO_DEEP, e);
        } catch (OutOfMemoryError e) {
            startAnew();
            throw new DecodingException("the value needs more memory than there is: " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError | InvalidObjectException e) {
            startAnew();
            throw undecodable(e);
        } finally {
            input.setBuffer(NOTHING);
        }
    }

    static DecodingException undecodable(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (isTooDeep(t)) {
                return new DecodingException("the value is " + TOO_DEEP, t);
            }
            Optional<String> missing = missingClass(t);
            if (missing.isPresent()) {
                return new DecodingException(
                        "class " + missing.get() + " is missing: the class path of this JVM lacks it", t);
            }
        }
        KryoPath path = KryoPath.of("value", e);
        Throwable cause = e instanceof KryoException && e.getCause() != null ? e.getCause() : e;
        return new DecodingException("cannot decode " + path.path() + ": " + path.message(), cause);
    }

    /**
     * The name of the class that an exception says is missing, with which its message begins. A class that could not be
     * initialized is not missing; its error has a sentence as its message.
     */
    private static Optional<String> missingClass(Throwable t) {
        if (!(t instanceof ClassNotFoundException || t instanceof NoClassDefFoundError) || t.getMessage() == null) {
            return Optional.empty();
        }
        String name = t.getMessage().replaceAll(": .*", "").replace('/', '.');
        return name.contains(" ") ? Optional.empty() : Optional.of(name);
    }

    /** After a failure Kryo may be in any state; only a refusal without a cause is known to leave it as it was. */
    private void startAnew() {
        kryo = new CodecKryo(loader, dialect, foreign);
        kryo.sharing(shared);
        kryo.noting(notes);
    }
}
