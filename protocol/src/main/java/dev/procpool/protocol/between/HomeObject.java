package dev.procpool.protocol.between;

/**
 * An object as its home knows it. Immutable.
 *
 * @param at the offset in the page
 * @param region the object's own memory, or null
 */
record HomeObject(ObjectName name, ObjectKind kind, int at, Region region) {

    /** The rule of a word, or null if no thread waits there. */
    Rule rule(int wordAt) {
        return kind.rule((wordAt - at) / Long.BYTES);
    }
}
