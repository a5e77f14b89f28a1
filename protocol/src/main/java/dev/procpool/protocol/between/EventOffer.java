package dev.procpool.protocol.between;

/** Threads that wait for an event: all may go on. The argument is the number of times that it had been set. */
record EventOffer() implements Offer {

    @Override
    public long read(Words words, int objectAt) {
        return words.get(objectAt);
    }

    @Override
    public boolean suits(long state, long argument) {
        return EventWord.wasSetSince(state, argument);
    }

    @Override
    public long most(long state) {
        return Long.MAX_VALUE;
    }
}
