package dev.procpool.protocol.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotActiveException;
import java.io.ObjectOutputStream;
import java.util.function.IntFunction;

/**
 * The stream that a {@code writeObject} or {@code writeExternal} writes to.
 *
 * <pre>
 * part   = item* 0
 * item   = 1, object by Kryo | 2, fields of the class | length + 2 (varint), bytes
 * </pre>
 */
final class FormOutput extends ObjectOutputStream {

    static final int END = 0;
    static final int OBJECT = 1;
    static final int FIELDS = 2;

    private final Kryo kryo;
    private final Output output;
    private final Class<?> type;
    private final FormField[] fields;
    private final Object object;
    private ByteArrayOutputStream block;
    private DataOutputStream data;
    private FormPut put;
    private RuntimeException failure;

    FormOutput(Kryo kryo, Output output, Class<?> type, FormField[] fields, Object object) throws IOException {
        this.kryo = kryo;
        this.output = output;
        this.type = type;
        this.fields = fields;
        this.object = object;
    }

    /**
     * Ends the part. A failure is thrown here once more: the code of the object may have caught it, but half an object
     * is written.
     */
    void end() {
        if (failure != null) {
            throw failure;
        }
        endBlock();
        output.writeVarInt(END, true);
    }

    private void endBlock() {
        if (block != null && block.size() > 0) {
            output.writeVarInt(block.size() + FIELDS, true);
            output.writeBytes(block.toByteArray());
            block.reset();
        }
    }

    private DataOutputStream data() {
        if (data == null) {
            block = new ByteArrayOutputStream();
            data = new DataOutputStream(block);
        }
        return data;
    }

    @Override
    protected void writeObjectOverride(Object value) {
        endBlock();
        output.writeVarInt(OBJECT, true);
        try {
            kryo.writeClassAndObject(output, value);
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void writeUnshared(Object value) {
        writeObjectOverride(value);
    }

    @Override
    public void defaultWriteObject() {
        writeFields(i -> fields[i].get(object));
    }

    private void writeFields(IntFunction<Object> value) {
        if (fields.length == 0) {
            return;
        }
        endBlock();
        output.writeVarInt(FIELDS, true);
        try {
            for (int i = 0; i < fields.length; i++) {
                fields[i].write(kryo, output, value.apply(i));
            }
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public PutField putFields() {
        if (put == null) {
            put = new FormPut(type, fields);
        }
        return put;
    }

    @Override
    public void writeFields() throws IOException {
        if (put == null) {
            throw new NotActiveException("no current PutField object");
        }
        writeFields(put::value);
    }

    @Override
    public void write(int value) throws IOException {
        data().write(value);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        data().write(bytes);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        data().write(bytes, offset, length);
    }

    @Override
    public void writeBoolean(boolean value) throws IOException {
        data().writeBoolean(value);
    }

    @Override
    public void writeByte(int value) throws IOException {
        data().writeByte(value);
    }

    @Override
    public void writeShort(int value) throws IOException {
        data().writeShort(value);
    }

    @Override
    public void writeChar(int value) throws IOException {
        data().writeChar(value);
    }

    @Override
    public void writeInt(int value) throws IOException {
        if (block == null || block.size() == 0) {
            writeShortBlock(value);
        } else {
            data.writeInt(value);
        }
    }

    /** A count of elements, which most collections write first, needs no buffer. */
    private void writeShortBlock(int value) {
        output.writeVarInt(Integer.BYTES + FIELDS, true);
        output.writeInt(Integer.reverseBytes(value));
    }

    @Override
    public void writeLong(long value) throws IOException {
        data().writeLong(value);
    }

    @Override
    public void writeFloat(float value) throws IOException {
        data().writeFloat(value);
    }

    @Override
    public void writeDouble(double value) throws IOException {
        data().writeDouble(value);
    }

    @Override
    public void writeBytes(String text) throws IOException {
        data().writeBytes(text);
    }

    @Override
    public void writeChars(String text) throws IOException {
        data().writeChars(text);
    }

    @Override
    public void writeUTF(String text) throws IOException {
        data().writeUTF(text);
    }

    @Override
    public void reset() throws IOException {
        throw new IOException("stream active");
    }

    @Override
    public void useProtocolVersion(int version) {
        throw new IllegalStateException("stream non-empty");
    }

    @Override
    public void flush() {
        // Nothing lies below: the bytes of a block are written when it ends.
    }

    @Override
    public void close() {
        // The stream belongs to the codec.
    }
}
