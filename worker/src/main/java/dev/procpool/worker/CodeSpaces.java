package dev.procpool.worker;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.protocol.message.ProtocolException;
import java.util.HashMap;
import java.util.Map;

/**
 * The class path of the worker and the spaces of classes that were sent to it: one of them is entered at a time. The
 * supervisor says which spaces are kept. Confined to the worker's main thread.
 */
final class CodeSpaces implements SharedValues {

    private static final long CLASS_PATH = 0;

    private final Codecs codecsOfClassPath;
    private final Definitions ofClassPath;
    private final ClassLoader contextOfClassPath = Thread.currentThread().getContextClassLoader();
    private final Map<Long, CodeSpace> spaces = new HashMap<>();
    private Codecs codecs;
    private Definitions definitions;
    private long entered = CLASS_PATH;

    /** @param codecs find the classes of the class path */
    CodeSpaces(Codecs codecs) {
        this.codecsOfClassPath = codecs;
        this.codecs = codecs;
        this.ofClassPath = new Definitions(codecs, codec -> {});
        this.definitions = ofClassPath;
    }

    /** The codecs of the space that is entered. */
    Codecs codecs() {
        return codecs;
    }

    /** The functions of the space that is entered. */
    Definitions definitions() {
        return definitions;
    }

    // ---- shared values, which all spaces have in common: their classes are on the class path

    @Override
    public void sending(SharedHandle<?> handle) {
        ofClassPath.sending(handle);
    }

    /** A value may have been defined in a space, as the function that needed it first. */
    @Override
    public SharedHandle<?> received(long id) {
        if (!ofClassPath.hasShared(id)) {
            for (CodeSpace space : spaces.values()) {
                byte[] value = space.definitions().take(id);
                if (value != null) {
                    ofClassPath.define(id, value);
                    break;
                }
            }
        }
        return ofClassPath.received(id);
    }

    // ---- spaces

    /** Adds classes to a space, which is made if there is none with this id. */
    void add(long id, byte[] bundle) {
        spaces.computeIfAbsent(id, key -> new CodeSpace(codecsOfClassPath)).add(bundle);
    }

    /**
     * Enters a space: its loader becomes the context class loader of this thread.
     *
     * @throws ProtocolException if there is none with this id
     */
    void enter(long id) {
        if (id == CLASS_PATH) {
            leave();
            return;
        }
        CodeSpace space = spaces.get(id);
        if (space == null) {
            throw new ProtocolException("space " + id + " was never sent");
        }
        entered = id;
        codecs = space.codecs();
        definitions = space.definitions();
        Thread.currentThread().setContextClassLoader(space.loader());
    }

    private void leave() {
        entered = CLASS_PATH;
        codecs = codecsOfClassPath;
        definitions = ofClassPath;
        Thread.currentThread().setContextClassLoader(contextOfClassPath);
    }

    /** Forgets the function, the shared value, or the space with an id. The space that is entered is left first. */
    void forget(long id) {
        if (id == entered) {
            leave();
        }
        ofClassPath.forget(id);
        if (!spaces.isEmpty()) {
            CodeSpace dropped = spaces.remove(id);
            if (dropped != null) {
                dropped.definitions().moveTo(ofClassPath); // there may be a shared value among them
            }
            spaces.values().forEach(space -> space.definitions().forget(id));
        }
    }
}
