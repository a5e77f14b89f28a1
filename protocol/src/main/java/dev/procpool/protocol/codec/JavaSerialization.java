package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;

/** An object by Java serialization, as a length and that many bytes. Stateless but for the class loader. */
final class JavaSerialization extends Serializer<Object> {

    private final ClassLoader loader;

    JavaSerialization(ClassLoader loader) {
        this.loader = loader;
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new WritingStream(bytes)) {
            out.writeObject(object);
        } catch (NotSerializableException e) {
            throw new CannotTravel(
                    object.getClass(), "it contains a " + e.getMessage() + ", which is not Serializable", e);
        } catch (IOException | RuntimeException e) {
            throw new CannotTravel(object.getClass(), "its own serialization failed: " + e.getMessage(), e);
        }
        output.writeVarInt(bytes.size(), true);
        output.writeBytes(bytes.toByteArray());
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        int length = input.readVarInt(true);
        if (length < 0 || length > input.limit() - input.position()) {
            throw new KryoException("a serialized object of " + length + " bytes does not fit");
        }
        try (ObjectInputStream in = new LoadingStream(new ByteArrayInputStream(input.readBytes(length)), loader)) {
            return in.readObject();
        } catch (ClassNotFoundException | IOException e) {
            throw new KryoException(e.getMessage(), e);
        }
    }

    /** The JVM finds out what was null when the message is asked for, and only where it was thrown. */
    private static final class WritingStream extends ObjectOutputStream {

        WritingStream(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object == null || object.getClass() != NullPointerException.class) {
                return object;
            }
            NullPointerException thrown = (NullPointerException) object;
            NullPointerException named = new NullPointerException(thrown.getMessage());
            named.setStackTrace(thrown.getStackTrace());
            if (thrown.getCause() != null) {
                named.initCause(thrown.getCause());
            }
            for (Throwable suppressed : thrown.getSuppressed()) {
                named.addSuppressed(suppressed);
            }
            return named;
        }
    }

    private static final class LoadingStream extends ObjectInputStream {

        private final ClassLoader loader;

        LoadingStream(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // primitive types
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
            Class<?>[] interfaces = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = Class.forName(names[i], false, loader);
            }
            return java.lang.reflect.Proxy.newProxyInstance(loader, interfaces, (proxy, method, args) -> null)
                    .getClass();
        }
    }
}
