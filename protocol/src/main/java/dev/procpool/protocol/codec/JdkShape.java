package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Sends, before an object, a checksum of what the state of the object consists of in the JDK of this JVM: the fields of
 * its classes, their own methods of serialization, the constants of an enum. The reader, which may be of another JDK,
 * refuses an object whose checksum is another one there: it would take one field for another.
 */
final class JdkShape extends Serializer<Object> {

    private final Class<?> type;
    private final Serializer<Object> chosen;
    private final int checksum;

    @SuppressWarnings("unchecked")
    private JdkShape(Class<?> type, Serializer<?> chosen, String shape) {
        this.type = type;
        this.chosen = (Serializer<Object>) chosen;
        CRC32 crc = new CRC32();
        crc.update(shape.getBytes(StandardCharsets.UTF_8));
        this.checksum = (int) crc.getValue();
        setAcceptsNull(chosen.getAcceptsNull());
        setImmutable(chosen.isImmutable());
    }

    /** The serializer that was chosen for a class, or one around it that checks the shape of a class of the JDK. */
    static Serializer<?> around(Class<?> type, Serializer<?> chosen) {
        boolean ofKryo = chosen.getClass().getPackage() != JdkShape.class.getPackage();
        if (chosen instanceof Refusal || ofKryo && !(type.isEnum() && SerializerChoice.isOfTheJdk(type))) {
            return chosen;
        }
        String shape = shape(type);
        return shape.isEmpty() ? chosen : new JdkShape(type, chosen, shape);
    }

    private static String shape(Class<?> type) {
        StringBuilder shape = new StringBuilder();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            if (SerializerChoice.isOfTheJdk(c)) {
                describe(c, shape);
            }
        }
        return shape.toString();
    }

    private static void describe(Class<?> type, StringBuilder shape) {
        shape.append('\n').append(type.getName());
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                shape.append(' ').append(((Enum<?>) constant).name());
            }
        } else if (Serializable.class.isAssignableFrom(type)) {
            for (ObjectStreamField field : ObjectStreamClass.lookup(type).getFields()) {
                shape.append(' ')
                        .append(field.getName())
                        .append(':')
                        .append(field.getType().getName());
            }
            shape.append(SerialMethods.writeObject(type) == null ? "" : " writeObject")
                    .append(SerialMethods.readObject(type) == null ? "" : " readObject")
                    .append(SerialMethods.writeReplace(type) == null ? "" : " writeReplace")
                    .append(SerialMethods.readResolve(type) == null ? "" : " readResolve");
        }
    }

    @Override
    public void write(Kryo kryo, Output output, Object object) {
        output.writeInt(checksum);
        chosen.write(kryo, output, object);
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> asked) {
        if (input.readInt() != checksum) {
            throw new KryoException(type.getName() + " has other fields in the JDK of the other JVM than in "
                    + Runtime.version() + ", that of this one");
        }
        return chosen.read(kryo, input, asked);
    }
}
