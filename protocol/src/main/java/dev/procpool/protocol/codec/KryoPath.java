package dev.procpool.protocol.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where in a graph an exception of Kryo happened, and what it says without that.
 *
 * @param path from the root to the field: {@code Order.customer.connection}
 * @param message the rest of the message
 */
record KryoPath(String path, String message) {

    private static final int SHOWN_FIRST = 8;
    private static final int SHOWN_LAST = 4;
    private static final String TRACE = "Serialization trace:";

    /** Takes a message of Kryo apart: its trace lists {@code field (class)}, the innermost first. */
    static KryoPath of(String root, Throwable e) {
        String text = String.valueOf(e.getMessage());
        int trace = text.indexOf(TRACE);
        if (trace < 0) {
            return new KryoPath(root, text.isBlank() || text.equals("null") ? e.toString() : text.strip());
        }
        List<String> fields = new ArrayList<>();
        text.substring(trace + TRACE.length())
                .lines()
                .map(line -> line.replaceFirst("\\s*\\(.*\\)\\s*$", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(fields::add);
        Collections.reverse(fields);
        StringBuilder path = new StringBuilder(root);
        for (int i = 0; i < fields.size(); i++) {
            if (i == SHOWN_FIRST && fields.size() > SHOWN_FIRST + SHOWN_LAST) {
                int skipped = fields.size() - SHOWN_FIRST - SHOWN_LAST;
                path.append(".(").append(skipped).append(" more)");
                i += skipped;
            }
            String field = fields.get(i);
            path.append(field.startsWith("[") ? "" : ".").append(field);
        }
        return new KryoPath(path.toString(), text.substring(0, trace).strip());
    }
}
