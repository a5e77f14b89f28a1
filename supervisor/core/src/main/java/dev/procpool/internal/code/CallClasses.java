package dev.procpool.internal.code;

import dev.procpool.protocol.codec.Codecs;
import java.util.List;
import java.util.function.Supplier;

/** The {@link CallCode} of a call, made with the first class that workers lack. Thread-safe. */
public final class CallClasses {

    private volatile CallCode code;

    /** @param code that of the function of the call; null if workers have its classes */
    public CallClasses(CallCode code) {
        this.code = code;
    }

    /** Whether workers have all classes of the function and of the items so far. */
    public boolean areOnClassPath() {
        return code == null;
    }

    /** The classes; {@code none} makes them if there are none yet. */
    public synchronized CallCode orMade(Supplier<CallCode> none) {
        if (code == null) {
            code = none.get();
        }
        return code;
    }

    /** The space of the items that are encoded by now; null if workers have all classes. */
    public ShippedSpace space() {
        CallCode known = code;
        return known == null ? null : known.space();
    }

    /** The ids of the spaces of workers that no other call uses. */
    public List<Long> spacesOfItsOwn() {
        CallCode known = code;
        return known == null ? List.of() : known.spacesOfItsOwn();
    }

    /**
     * Codecs that find the classes of results where those of the call came from.
     *
     * @param ofPool the codecs of other calls
     */
    public Codecs results(Codecs ofPool) {
        CallCode known = code;
        return known == null ? ofPool : known.results(ofPool);
    }
}
