package dev.procpool.protocol.code;

import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Classes that are sent together, and the values that some of their static variables have. Immutable by convention: no
 * code writes into the arrays.
 *
 * @param classes the class files
 * @param variables the static variables that get values
 * @param values the encoding of an array of objects with the value of each variable, in their order; empty for none
 */
public record ClassBundle(List<ClassFile> classes, List<Variable> variables, byte[] values) {

    private static final int INITIAL_BYTES = 1024;
    private static final byte[] NO_VALUES = {};

    /** A class: its name, with dots, and its class file. */
    public record ClassFile(String name, byte[] bytes) {

        /** Whether the bytes are the same, for classes of the same name. */
        public boolean isSame(ClassFile other) {
            return Arrays.equals(bytes, other.bytes);
        }
    }

    /** A static field of a class. */
    public record Variable(String className, String field) {}

    /** Classes alone. */
    public static ClassBundle of(List<ClassFile> classes) {
        return new ClassBundle(classes, List.of(), NO_VALUES);
    }

    /** The bundle as bytes: the number of classes, each class, the number of variables, each variable, the values. */
    public byte[] encode() {
        PayloadBuffer out = new PayloadBuffer(INITIAL_BYTES);
        out.putVarInt(classes.size());
        for (ClassFile one : classes) {
            put(one.name(), out);
            put(one.bytes(), out);
        }
        out.putVarInt(variables.size());
        for (Variable one : variables) {
            put(one.className(), out);
            put(one.field(), out);
        }
        put(values, out);
        return out.toByteArray();
    }

    /** The bundle that {@link #encode} has encoded. */
    public static ClassBundle decode(byte[] encoded) {
        PayloadReader in = new PayloadReader(encoded, 0, encoded.length);
        List<ClassFile> classes = new ArrayList<>();
        for (int left = in.getVarInt(); left > 0; left--) {
            classes.add(new ClassFile(text(in), bytes(in)));
        }
        List<Variable> variables = new ArrayList<>();
        for (int left = in.getVarInt(); left > 0; left--) {
            variables.add(new Variable(text(in), text(in)));
        }
        return new ClassBundle(classes, variables, bytes(in));
    }

    private static void put(String text, PayloadBuffer out) {
        put(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void put(byte[] bytes, PayloadBuffer out) {
        out.putVarInt(bytes.length);
        out.put(bytes, 0, bytes.length);
    }

    private static String text(PayloadReader in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(PayloadReader in) {
        int length = in.getVarInt();
        int start = in.position();
        in.skip(length);
        return Arrays.copyOfRange(in.array(), start, start + length);
    }
}
