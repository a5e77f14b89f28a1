package dev.procpool.internal.code;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of classes that a class file has in its constant pool (chapter 4.4 of the JVM's specification). */
final class ConstantPool {

    private static final int MAGIC = 0xCAFEBABE;
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int FIELD = 9;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    /** The classes in a descriptor or a signature. */
    private static final Pattern CLASS_NAME = Pattern.compile("L([^;<>:.\\[()\\s]+)[;<]");

    private ConstantPool() {}

    /**
     * The names, with dots, of all classes that a class file names: by reference, in the types of fields and methods,
     * and as arguments of generic types. A text that looks like one of these may add a name that no class has.
     *
     * @throws IllegalArgumentException if it is no class file
     */
    static Set<String> classNames(byte[] classFile) {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        try {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("no class file");
            }
            in.readUnsignedShort(); // the version, minor and major
            in.readUnsignedShort();
            return classNames(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("a class file that ends too early", e);
        }
    }

    private static Set<String> classNames(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[] classes = new int[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS -> classes[i] = in.readUnsignedShort();
                case STRING, METHOD_TYPE, MODULE, PACKAGE -> in.readUnsignedShort();
                case METHOD_HANDLE -> in.skipNBytes(3);
                case LONG, DOUBLE -> {
                    in.readLong();
                    i++; // takes two places
                }
                case INTEGER, FLOAT, FIELD, FIELD + 1, FIELD + 2, FIELD + 3, DYNAMIC, INVOKE_DYNAMIC -> in.readInt();
                default -> throw new IllegalArgumentException("a constant of type " + tag);
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < count; i++) {
            if (classes[i] > 0 && !texts[classes[i]].startsWith("[")) {
                names.add(texts[classes[i]].replace('/', '.'));
            } else if (texts[i] != null) {
                addDescribed(texts[i], names);
            }
        }
        return names;
    }

    private static void addDescribed(String text, Set<String> names) {
        if (text.isEmpty() || "(L[<".indexOf(text.charAt(0)) < 0) {
            return;
        }
        Matcher found = CLASS_NAME.matcher(text);
        while (found.find()) {
            names.add(found.group(1).replace('/', '.'));
        }
    }
}
