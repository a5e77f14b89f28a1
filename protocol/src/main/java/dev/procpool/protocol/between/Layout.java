package dev.procpool.protocol.between;

/**
 * The places in a page. Immutable.
 *
 * <pre>
 *     0  magic number of the layout
 *    64  tickets drawn so far: the order of arrival
 *   128  blocks of cells that were ever claimed: the ones above need no look
 *   192  1 if a ring was lost, as the line to the home was full
 * 256  places of objects that were ever used: the ones above have no disk space
 *  4096  for each block of cells the participant that claimed it, 0 for none
 *        cells of 64 bytes      +0 state and ticket, see {@link CellWord}    +8 offset of the object
 *        objects of 128 bytes   +0 the object's word                         +8 serial number
 * </pre>
 *
 * @param blocks the number of blocks; a block of cells belongs to one participant
 * @param cellsPerBlock the number of cells in each block
 * @param maxObjects the most objects
 */
record Layout(int blocks, int cellsPerBlock, int maxObjects) {

    /** The layout of every page between processes: 8,192 sleeping threads, 65,536 objects. */
    static final Layout STANDARD = new Layout(1024, 8, 1 << 16);

    static final long MAGIC = 0x70726f63_706f6f01L;
    static final int MAGIC_AT = 0;
    static final int TICKETS = 64;
    static final int CLAIMED_BLOCKS = 128;
    static final int LOST_RING = 192;
    static final int USED_OBJECTS = 256;

    private static final int OWNERS = 4096;
    private static final int CELL = 64;
    private static final int OBJECT = 128;

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

    /** The offset of the word that names the object for which a cell waits. */
    static int objectOf(int cellAt) {
        return cellAt + Long.BYTES;
    }

    /** The offset of an object's word. */
    int object(int index) {
        return cell(blocks * cellsPerBlock) + index * OBJECT;
    }

    /** The offset of the word with the serial number of an object. */
    static int nameOf(int objectAt) {
        return objectAt + Long.BYTES;
    }

    /** The size of a page in bytes. */
    int size() {
        return object(maxObjects);
    }
}
