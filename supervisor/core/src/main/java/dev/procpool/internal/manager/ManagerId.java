package dev.procpool.internal.manager;

import java.io.Serializable;
import java.security.SecureRandom;

/** A random number that tells a manager from all others, also from one that has its address afterwards. Immutable. */
record ManagerId(long high, long low) implements Serializable {

    static ManagerId random() {
        SecureRandom random = new SecureRandom();
        return new ManagerId(random.nextLong(), random.nextLong());
    }
}
