package dev.procpool.worker;

import dev.procpool.protocol.code.ClassBundle;
import dev.procpool.protocol.code.ClassBundle.Variable;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Classes that were sent to this JVM, and what was decoded with them: a class loader, the codecs that use it, and
 * functions. Static variables get the values that were sent with the classes before the next function is decoded.
 * Confined to one thread.
 */
final class CodeSpace {

    private final SpaceLoader loader;
    private final Codecs codecs;
    private final Definitions definitions;
    private final Queue<ClassBundle> valuesToSet = new ArrayDeque<>();

    /** @param parent the codecs of the class path */
    CodeSpace(Codecs parent) {
        this.loader = new SpaceLoader(parent.loader());
        this.codecs = parent.with(loader);
        this.definitions = new Definitions(codecs, this::setValues);
    }

    ClassLoader loader() {
        return loader;
    }

    Codecs codecs() {
        return codecs;
    }

    Definitions definitions() {
        return definitions;
    }

    /** @param encoded a {@link ClassBundle} */
    void add(byte[] encoded) {
        ClassBundle bundle = ClassBundle.decode(encoded);
        bundle.classes().forEach(loader::add);
        if (!bundle.variables().isEmpty()) {
            valuesToSet.add(bundle);
            definitions.openAgain();
        }
    }

    /** Decodes an object of these classes. */
    Object decode(byte[] encoded) {
        PayloadCodec codec = codecs.take();
        try {
            setValues(codec);
            return codec.decode(encoded, 0, encoded.length);
        } finally {
            codecs.release(codec);
        }
    }

    /**
     * Sets the values that were sent and not set yet.
     *
     * @throws DecodingException if one cannot be decoded, or set
     */
    void setValues(PayloadCodec codec) {
        while (!valuesToSet.isEmpty()) {
            ClassBundle bundle = valuesToSet.peek();
            Object values = codec.decode(bundle.values(), 0, bundle.values().length);
            for (int i = 0; i < bundle.variables().size(); i++) {
                set(bundle.variables().get(i), Array.get(values, i));
            }
            valuesToSet.remove();
        }
    }

    private void set(Variable variable, Object value) {
        try {
            Field field = Class.forName(variable.className(), true, loader).getDeclaredField(variable.field());
            field.setAccessible(true);
            field.set(null, value);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new DecodingException("the variable " + variable.field() + " cannot be set: " + e, e);
        }
    }
}
