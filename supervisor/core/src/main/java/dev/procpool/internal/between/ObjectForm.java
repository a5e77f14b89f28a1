package dev.procpool.internal.between;

import dev.procpool.protocol.between.HomeAddress;
import dev.procpool.protocol.between.ObjectKind;
import dev.procpool.protocol.between.ObjectName;
import dev.procpool.protocol.between.SharedObject;
import java.io.Serializable;
import java.util.Locale;

/**
 * An object on its way to another process. It becomes the handle of that object there. Immutable.
 *
 * @param directory the directory of the home
 * @param tokenHigh the upper half of the token that opens the home
 * @param tokenLow the lower half
 * @param index the place of the object in its home
 * @param serial the number of the object in its home
 * @param kind the kind of the object
 * @param part 0 for the object itself, or the word of the lock in it that the handle is for
 */
record ObjectForm(String directory, long tokenHigh, long tokenLow, int index, long serial, ObjectKind kind, int part)
        implements Serializable {

    static ObjectForm of(OwnHome.Owned owned, ObjectKind kind) {
        HomeAddress address = owned.address();
        ObjectName name = owned.name();
        return new ObjectForm(
                address.directory(), address.tokenHigh(), address.tokenLow(), name.index(), name.serial(), kind, 0);
    }

    ObjectForm {
        if (part != 0 && !kind.hasLockAt(part)) {
            throw new IllegalArgumentException("a " + kind + " has no lock in word " + part);
        }
    }

    /** The form of the object itself. */
    ObjectForm whole() {
        return withPart(0);
    }

    /** The form of the lock in a word of the object. */
    ObjectForm withPart(int word) {
        return part == word ? this : new ObjectForm(directory, tokenHigh, tokenLow, index, serial, kind, word);
    }

    /** The object, as this process sees it. */
    SharedObject object() {
        HomeAddress home = new HomeAddress(directory, tokenHigh, tokenLow);
        return new SharedObject(home, new ObjectName(index, serial), kind);
    }

    private Object readResolve() {
        return Handles.HERE.of(this);
    }

    /** The place, without the token. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return (part == 0 ? "" : "lock of ") + name + " " + serial + " of " + directory;
    }
}
