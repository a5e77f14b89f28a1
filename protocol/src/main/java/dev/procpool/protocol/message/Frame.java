package dev.procpool.protocol.message;

/**
 * A frame that arrived: its head, and its tail if that is large and still lies where the sender put it.
 *
 * @param head valid until the next frame is asked for
 * @param tail null if the head is the whole frame
 */
public record Frame(Slice head, Tail tail) {

    /** The rest of a frame: the payload of its last message. It can be read once, until the next frame is taken. */
    public interface Tail {

        int length();

        /**
         * Copies it.
         *
         * @param own into a new array of exactly that length, which is the caller's; else the bytes are valid until the
         *     next frame is taken
         */
        Slice read(boolean own);
    }

    /** A frame that lies in one piece. */
    public static Frame of(Slice whole) {
        return new Frame(whole, null);
    }

    /** A copy of all bytes; the tail is read. */
    public byte[] toByteArray() {
        PayloadBuffer all = new PayloadBuffer(head.length() + (tail == null ? 0 : tail.length()));
        all.put(head.array(), head.offset(), head.length());
        if (tail != null) {
            Slice rest = tail.read(false);
            all.put(rest.array(), rest.offset(), rest.length());
        }
        return all.toByteArray();
    }
}
