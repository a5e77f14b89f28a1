package dev.procpool.protocol.between;

/**
 * The name of an object within its home. Immutable.
 *
 * @param index the place in the page, which is used again after the end of an object that never travelled
 * @param serial a number that no other object of the home has
 */
public record ObjectName(int index, long serial) {

    @Override
    public String toString() {
        return "object " + serial;
    }
}
