package dev.procpool.internal.between;

import dev.procpool.protocol.between.ObjectKind;
import java.io.Serializable;

/**
 * An object within a form that carries more than the object. It stays what it is when it arrives, other than an {@link
 * ObjectForm}, which becomes a handle. Immutable.
 *
 * @param directory the directory of the home
 * @param tokenHigh the upper half of the token that opens the home
 * @param tokenLow the lower half
 * @param index the place of the object in its home
 * @param serial the number of the object in its home
 */
record ObjectPlace(String directory, long tokenHigh, long tokenLow, int index, long serial) implements Serializable {

    static ObjectPlace of(ObjectForm form) {
        return new ObjectPlace(form.directory(), form.tokenHigh(), form.tokenLow(), form.index(), form.serial());
    }

    ObjectForm form(ObjectKind kind) {
        return new ObjectForm(directory, tokenHigh, tokenLow, index, serial, kind, 0);
    }
}
