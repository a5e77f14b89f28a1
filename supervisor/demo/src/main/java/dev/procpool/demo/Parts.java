package dev.procpool.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes facts that consist of parts. */
final class Parts {

    private Parts() {}

    static Map<String, Object> of(String key, Object value) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put(key, value);
        return parts;
    }

    static Map<String, Object> of(String key1, Object value1, String key2, Object value2) {
        Map<String, Object> parts = of(key1, value1);
        parts.put(key2, value2);
        return parts;
    }
}
