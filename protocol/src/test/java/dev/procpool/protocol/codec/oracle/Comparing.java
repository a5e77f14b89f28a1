package dev.procpool.protocol.codec.oracle;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.EncodingException;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/** Sends a value both ways, and notes what becomes of it. */
final class Comparing {

    private static final int LIMIT = 64 << 20;

    private final ClassLoader loader;
    private final Codecs codecs;

    Comparing(ClassLoader loader) {
        this.loader = loader;
        this.codecs = new Codecs(loader, LIMIT);
    }

    void compare(String name, Object value, Collection<String> changed, Map<String, String> refused) {
        Object expected;
        try {
            expected = JavaRoundTrip.of(value, loader);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            expected = e;
        }
        Object actual;
        try {
            actual = codecs.decode(codecs.encode(value));
        } catch (EncodingException | DecodingException e) {
            refused.put(name, e.getMessage() + (expected instanceof Throwable t ? " (Java: " + t + ")" : ""));
            return;
        }
        boolean ofJava = !(expected instanceof Throwable) || value instanceof Throwable;
        String difference = DeepComparison.difference(ofJava ? expected : value, actual);
        if (difference != null && (!ofJava || DeepComparison.difference(value, actual) != null)) {
            changed.add(name + (ofJava ? ": " : " (not by Java: " + expected + "): ") + difference);
        }
    }
}
