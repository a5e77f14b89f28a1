package dev.procpool.protocol.between;

/** The repair of a read-write lock: readers of a dead process count no more, and a dead writer is remembered. */
record ReadWriteRepair() implements Repair {

    @Override
    public void afterTheDeathOf(Dead dead, HomeObject object, Words words) {
        new ReadWriteWords(words, object.at(), object.region()).repair(dead);
    }
}
