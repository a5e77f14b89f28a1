package dev.procpool.internal.between;

import dev.procpool.protocol.between.HomeAddress;
import dev.procpool.protocol.between.ObjectName;
import java.io.Serializable;

/**
 * A lock on its way to another process. It becomes the handle of that lock there. Immutable.
 *
 * @param directory the directory of the home
 * @param tokenHigh the upper half of the token that opens the home
 * @param tokenLow the lower half
 * @param index the place of the lock in its home
 * @param serial the number of the lock in its home
 * @param isReentrant whether a thread may acquire it again
 */
record LockForm(String directory, long tokenHigh, long tokenLow, int index, long serial, boolean isReentrant)
        implements Serializable {

    static LockForm of(OwnHome.Owned owned, boolean isReentrant) {
        HomeAddress address = owned.address();
        ObjectName name = owned.name();
        return new LockForm(
                address.directory(), address.tokenHigh(), address.tokenLow(), name.index(), name.serial(), isReentrant);
    }

    HomeAddress home() {
        return new HomeAddress(directory, tokenHigh, tokenLow);
    }

    ObjectName name() {
        return new ObjectName(index, serial);
    }

    private Object readResolve() {
        return Handles.HERE.of(this);
    }

    /** The place, without the token. */
    @Override
    public String toString() {
        return (isReentrant ? "reentrant lock " : "lock ") + serial + " of " + directory;
    }
}
