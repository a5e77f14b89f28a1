package dev.procpool.tasks;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes one value, with all that it contains, as JSON. Used once; confined to one thread. */
final class JsonTree {

    /** Readers of JSON have a limit, too: that of jq 1.6 is 256. */
    private static final int MOST_LEVELS = 200;

    private static final int MOST_CHARS = 64 << 20;

    private final StringBuilder json = new StringBuilder();
    private final List<Object> open = new ArrayList<>(); // what is being written, the outermost first

    private JsonTree() {}

    /** @throws UnprintableResultException if the value contains itself, is nested too deeply, or is too long */
    static String of(Object value) {
        JsonTree tree = new JsonTree();
        tree.add(value);
        return tree.json.toString();
    }

    private void add(Object wrapped) {
        if (json.length() > MOST_CHARS) {
            throw new UnprintableResultException("it has more than " + MOST_CHARS + " characters");
        }
        Object value = PlainText.unwrapped(wrapped);
        if (value == null || value instanceof Boolean || isNumber(value)) {
            json.append(value);
        } else if (value instanceof Map<?, ?> map) {
            within(map, () -> addMap(map));
        } else if (value instanceof Collection<?> collection) {
            within(collection, () -> addAll(collection));
        } else if (value instanceof byte[] bytes) {
            json.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
        } else if (value.getClass().isArray()) {
            within(value, () -> addArray(value));
        } else if (value instanceof Record instance) {
            within(instance, () -> addRecord(instance));
        } else {
            addText(value);
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number number
                && value.getClass().getName().startsWith("java.")
                && (value instanceof BigInteger
                        || value instanceof BigDecimal
                        || Double.isFinite(number.doubleValue()));
    }

    private void within(Object container, Runnable parts) {
        for (Object around : open) {
            if (around == container) {
                throw new UnprintableResultException("it contains itself");
            }
        }
        if (open.size() == MOST_LEVELS) {
            throw new UnprintableResultException("it is nested more than " + MOST_LEVELS + " levels deep");
        }
        open.add(container);
        parts.run();
        open.remove(open.size() - 1);
    }

    private void addMap(Map<?, ?> map) {
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.append(separator);
            addMember(PlainText.of(entry.getKey()), entry.getValue());
            separator = ",";
        }
        json.append('}');
    }

    private void addMember(String name, Object value) {
        json.append(JsonText.quoted(name)).append(':');
        add(value);
    }

    private void addAll(Collection<?> elements) {
        json.append('[');
        String separator = "";
        for (Object element : elements) {
            json.append(separator);
            add(element);
            separator = ",";
        }
        json.append(']');
    }

    private void addArray(Object array) {
        json.append('[');
        for (int i = 0; i < Array.getLength(array); i++) {
            if (i > 0) {
                json.append(',');
            }
            add(Array.get(array, i));
        }
        json.append(']');
    }

    /** Adds a record as an object, or as its text if its module does not let the components be read. */
    private void addRecord(Record instance) {
        RecordComponent[] components = instance.getClass().getRecordComponents();
        if (!Arrays.stream(components)
                .allMatch(component -> component.getAccessor().trySetAccessible())) {
            addText(instance);
            return;
        }
        json.append('{');
        String separator = "";
        for (RecordComponent component : components) {
            json.append(separator);
            addMember(component.getName(), valueOf(component.getAccessor(), instance));
            separator = ",";
        }
        json.append('}');
    }

    private void addText(Object value) {
        json.append(JsonText.quoted(String.valueOf(value.toString())));
    }

    private static Object valueOf(Method accessor, Record instance) {
        try {
            return accessor.invoke(instance);
        } catch (InvocationTargetException e) {
            throw new UnprintableResultException(accessor.getName() + "() threw " + e.getCause());
        } catch (IllegalAccessException e) {
            throw new UnprintableResultException(e.getMessage());
        }
    }
}
