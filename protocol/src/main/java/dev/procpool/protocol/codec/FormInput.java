package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.KryoException;
import com.esotericsoftware.kryo.kryo5.io.Input;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectInputValidation;
import java.io.OptionalDataException;
import java.io.StreamCorruptedException;

/** The stream that a {@code readObject} or {@code readExternal} reads from: what {@link FormOutput} wrote. */
final class FormInput extends ObjectInputStream {

    private static final int NONE = -1;

    private final Kryo kryo;
    private final Input input;
    private final Class<?> type;
    private final FormField[] fields;
    private final Object object;
    private DataInputStream data;

    private int item = NONE;
    private int blockLeft;

    FormInput(Kryo kryo, Input input, Class<?> type, FormField[] fields, Object object) throws IOException {
        this.kryo = kryo;
        this.input = input;
        this.type = type;
        this.fields = fields;
        this.object = object;
    }

    private DataInputStream data() {
        if (data == null) {
            data = new DataInputStream(new Blocks());
        }
        return data;
    }

    /** The kind of the next item, or a length if bytes follow. */
    private int next() {
        if (blockLeft == 0 && item == NONE) {
            item = input.readVarInt(true);
            if (item > FormOutput.FIELDS) {
                blockLeft = item - FormOutput.FIELDS;
                item = NONE;
                if (blockLeft > input.limit() - input.position()) {
                    throw new KryoException(blockLeft + " bytes of an object do not fit");
                }
            } else if (item < 0) {
                throw new KryoException("an item of kind " + item);
            }
        }
        return blockLeft > 0 ? FormOutput.FIELDS + blockLeft : item;
    }

    /** Skips what the class has written and did not read. */
    void skipToEnd() {
        while (next() != FormOutput.END) {
            if (blockLeft > 0) {
                input.skip(blockLeft);
                blockLeft = 0;
            } else if (item == FormOutput.OBJECT) {
                item = NONE;
                kryo.readClassAndObject(input);
            } else {
                readValues();
            }
        }
    }

    private Object[] readValues() {
        item = NONE;
        Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fields[i].read(kryo, input);
        }
        return values;
    }

    @Override
    protected Object readObjectOverride() throws IOException {
        if (next() == FormOutput.OBJECT) {
            item = NONE;
            return kryo.readClassAndObject(input);
        }
        if (blockLeft == 0 && item == FormOutput.FIELDS) {
            throw new StreamCorruptedException(type.getName() + " reads an object where its fields were written");
        }
        throw noObject();
    }

    private IOException noObject() {
        try {
            OptionalDataException e = (OptionalDataException)
                    SerialMethods.constructor(OptionalDataException.class).newInstance();
            e.eof = blockLeft == 0;
            e.length = blockLeft;
            return e;
        } catch (ReflectiveOperationException e) {
            return new EOFException();
        }
    }

    @Override
    public Object readUnshared() throws IOException {
        return readObjectOverride();
    }

    @Override
    public void defaultReadObject() throws IOException {
        if (fields.length == 0) {
            return;
        }
        requireFields();
        item = NONE;
        for (FormField field : fields) {
            field.put(object, field.read(kryo, input));
        }
    }

    private void requireFields() throws StreamCorruptedException {
        if (next() != FormOutput.FIELDS) {
            throw new StreamCorruptedException(type.getName() + " reads its fields where it wrote something else");
        }
    }

    @Override
    public GetField readFields() throws IOException {
        if (fields.length > 0) {
            requireFields();
        }
        return new FormGet(type, fields, fields.length > 0 ? readValues() : new Object[0]);
    }

    @Override
    public void registerValidation(ObjectInputValidation validation, int priority) {
        CodecKryo.of(kryo).validateAtEnd(validation, priority);
    }

    @Override
    public int read() throws IOException {
        return data().read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return data().read(bytes, offset, length);
    }

    @Override
    public int available() {
        next();
        return blockLeft;
    }

    @Override
    public boolean readBoolean() throws IOException {
        return data().readBoolean();
    }

    @Override
    public byte readByte() throws IOException {
        return data().readByte();
    }

    @Override
    public int readUnsignedByte() throws IOException {
        return data().readUnsignedByte();
    }

    @Override
    public char readChar() throws IOException {
        return data().readChar();
    }

    @Override
    public short readShort() throws IOException {
        return data().readShort();
    }

    @Override
    public int readUnsignedShort() throws IOException {
        return data().readUnsignedShort();
    }

    @Override
    public int readInt() throws IOException {
        next();
        if (blockLeft >= Integer.BYTES) {
            blockLeft -= Integer.BYTES;
            return Integer.reverseBytes(input.readInt());
        }
        return data().readInt();
    }

    @Override
    public long readLong() throws IOException {
        return data().readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return data().readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return data().readDouble();
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
        data().readFully(bytes);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
        data().readFully(bytes, offset, length);
    }

    @Override
    public int skipBytes(int length) throws IOException {
        return data().skipBytes(length);
    }

    @Override
    @Deprecated
    public String readLine() throws IOException {
        return data().readLine();
    }

    @Override
    public String readUTF() throws IOException {
        return data().readUTF();
    }

    @Override
    public void close() {
        // The stream belongs to the codec.
    }

    /** The bytes of this part, as far as no object lies between them. */
    private final class Blocks extends InputStream {

        @Override
        public int read() {
            next();
            if (blockLeft == 0) {
                return -1;
            }
            blockLeft--;
            return input.readByte() & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            next();
            if (blockLeft == 0) {
                return -1;
            }
            int count = Math.min(length, blockLeft);
            input.readBytes(bytes, offset, count);
            blockLeft -= count;
            return count;
        }
    }
}
