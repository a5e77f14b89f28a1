package dev.procpool.protocol.codec;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text that says what a {@link RecordForm} is made of, which both sides of a connection must have in common: the
 * name of the class, and in a line each field with its type. Behind a field of an enum follow the constants, in the
 * lines behind one of a record the fields of that.
 */
final class RecordDescription {

    /** The largest description: it goes with each message that has such objects. */
    static final int MOST_BYTES = 4_000;

    private static final String TAB = "\t";
    private static final String LINE = "\n";

    private RecordDescription() {}

    /** Whether a description can contain a name; the JVM allows almost every one. */
    static boolean canName(String name) {
        return name.chars().noneMatch(c -> c < ' ' || Character.isSurrogate((char) c));
    }

    static byte[] of(RecordForm form) {
        return (form.type().getName() + LINE + fields(form)).getBytes(StandardCharsets.UTF_8);
    }

    private static String fields(RecordForm form) {
        return Arrays.stream(form.fields())
                .map(field -> line(form.type(), field.field()) + behind(field))
                .collect(Collectors.joining());
    }

    private static String line(Class<?> type, Field field) {
        return (type.isRecord() ? "record" : "class")
                + TAB
                + field.getDeclaringClass().getName()
                + "."
                + field.getName()
                + TAB
                + field.getType().getName();
    }

    private static String behind(RecordField field) {
        if (field.constants() != null) {
            return Arrays.stream(field.constants())
                            .map(constant -> TAB + ((Enum<?>) constant).name())
                            .collect(Collectors.joining())
                    + LINE;
        }
        return LINE + (field.nested() == null ? "" : fields(field.nested()));
    }

    /** The name of the class. */
    static String className(byte[] description) {
        return lines(description).get(0);
    }

    private static List<String> lines(byte[] description) {
        return List.of(new String(description, StandardCharsets.UTF_8).split(LINE, -1));
    }

    /** Says how the class of this JVM differs from the class that a description is of. */
    static String difference(byte[] sent, RecordForm here) {
        List<String> there = lines(sent);
        List<String> ours = lines(here.description());
        int at = 1;
        while (at < there.size() && at < ours.size() && there.get(at).equals(ours.get(at))) {
            at++;
        }
        return difference(here.type(), field(ours, at), field(there, at));
    }

    /** Says how a class of this JVM, which has no form, differs from the class that a description is of. */
    static String difference(byte[] sent, Class<?> here) {
        List<String> there = lines(sent);
        for (Field field : RecordShape.declared(here)) {
            String ours = line(here, field);
            if (there.stream().noneMatch(line -> (line + TAB).startsWith(ours + TAB))) {
                return difference(here, field(List.of(ours), 0), "none such");
            }
        }
        return difference(here, "no such fields alone", "it has");
    }

    private static String difference(Class<?> type, String here, String there) {
        return "class " + type.getName() + " is not the same on both sides: here it has " + here + ", and there "
                + there;
    }

    private static String field(List<String> lines, int at) {
        String[] parts = at < lines.size() ? lines.get(at).split(TAB, 4) : new String[0];
        if (parts.length < 3) {
            return "no further field";
        }
        String constants = parts.length > 3 ? " with the constants " + parts[3].replace(TAB, ", ") : "";
        return "the field " + parts[1] + " of type " + parts[2] + constants + " of a " + parts[0];
    }
}
