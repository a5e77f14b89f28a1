package dev.procpool.protocol.between;

/**
 * The places in a page. Immutable.
 *
 * <pre>
 *     0  magic number of the layout
 *    64  tickets drawn so far: the order of arrival
 *   128  blocks of cells that were ever claimed: the ones above need no look
 *   192  1 if a ring was lost, as the line to the home was full
 *   256  places of objects that were ever used: the ones above have no disk space
 *  4096  for each block of cells the participant that claimed it, 0 for none
 *        cells of 64 bytes      +0 state and ticket, see {@link CellWord}
 *                               +8 offset of the word for which the cell waits
 *                              +16 argument of the wait, which the kind of the object defines
 *        objects of 128 bytes   word 0   main word
 *                               word 1   serial number, 0 after the end
 *                               word 2   kind, see {@link ObjectKind}
 *                               word 3   size of the object's region in bytes, 0 if it has none
 *                               word 4 to 15   free for the kind
 * </pre>
 *
 * @param blocks the number of blocks; a block of cells belongs to one participant
 * @param cellsPerBlock the number of cells in each block
 * @param maxObjects the most objects
 */
record Layout(int blocks, int cellsPerBlock, int maxObjects) {

    /** The layout of every page between processes: 8,192 sleeping threads, 65,536 objects. */
    static final Layout STANDARD = new Layout(1024, 8, 1 << 16);

    static final long MAGIC = 0x70726f63_706f6f02L;
    static final int MAGIC_AT = 0;
    static final int TICKETS = 64;
    static final int CLAIMED_BLOCKS = 128;
    static final int LOST_RING = 192;
    static final int USED_OBJECTS = 256;

    /** The words of an object that are the same for all kinds. */
    static final int MAIN = 0;

    static final int SERIAL = 1;
    static final int KIND = 2;
    static final int REGION = 3;

    /** The first word that is free for the kind. */
    static final int FREE = 4;

    static final int WORDS_OF_AN_OBJECT = 16;

    private static final int OWNERS = 4096;
    private static final int CELL = 64;
    private static final int OBJECT = WORDS_OF_AN_OBJECT * Long.BYTES;

    /** The offset of the word that names the participant of a block. */
    int owner(int block) {
        return OWNERS + block * Long.BYTES;
    }

    /** The block of a cell. */
    int block(int cell) {
        return cell / cellsPerBlock;
    }

    /** The offset of a cell's state. */
    int cell(int number) {
        return OWNERS + blocks * Long.BYTES + number * CELL;
    }

    /** The offset of the word that names the word for which a cell waits. */
    static int wordOf(int cellAt) {
        return cellAt + Long.BYTES;
    }

    /** The offset of the argument with which a cell waits. */
    static int argumentOf(int cellAt) {
        return cellAt + 2 * Long.BYTES;
    }

    /** The offset of an object. */
    int object(int index) {
        return cell(blocks * cellsPerBlock) + index * OBJECT;
    }

    /** The offset of a word of an object. */
    static int word(int objectAt, int word) {
        return objectAt + word * Long.BYTES;
    }

    /** The index of the object that has a word, or -1 if no object can have it. */
    int objectWith(long wordAt) {
        boolean isWord = wordAt >= object(0) && wordAt < size() && wordAt % Long.BYTES == 0;
        return isWord ? (int) (wordAt - object(0)) / OBJECT : -1;
    }

    /** The size of a page in bytes. */
    int size() {
        return object(maxObjects);
    }
}
