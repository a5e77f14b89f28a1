package dev.procpool.internal.code;

import java.util.List;

/** Finds the classes of results: where the classes of the call came from, and then where all others do. Immutable. */
final class OriginLoader extends ClassLoader {

    private final List<ClassLoader> origins;

    /** @param origins at least one; they are asked in this order */
    OriginLoader(List<ClassLoader> origins) {
        super(null);
        this.origins = origins;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        for (ClassLoader origin : origins) {
            try {
                return Class.forName(name, false, origin);
            } catch (ClassNotFoundException e) {
                // the next one may have it
            }
        }
        throw new ClassNotFoundException(name);
    }
}
