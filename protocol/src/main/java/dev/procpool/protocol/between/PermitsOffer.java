package dev.procpool.protocol.between;

/**
 * Threads that wait for permits: one for each.
 *
 * @param mask the bits of the semaphore's main word that are the permits
 */
record PermitsOffer(long mask) implements Offer {

    @Override
    public long read(Words words, int objectAt) {
        return words.get(objectAt) & mask;
    }

    @Override
    public boolean suits(long state, long argument) {
        return state > 0;
    }

    @Override
    public long most(long state) {
        return state;
    }
}
