package dev.procpool.protocol.between;

/**
 * A read-write lock between processes, as this process sees it. Thread-safe. It knows processes, not threads.
 *
 * <p>The gate is a lock. A writer holds it while it waits for the readers to leave and while it writes. A reader that
 * finds the gate free counts itself in the book and is in; one that finds it held takes it as any lock, counts itself,
 * and frees it. So readers wait behind a writer that has come, and nobody else waits but at the gate, where each gets
 * its turn.
 */
public final class SharedReadWriteLock {

    /** The size of the object's region. */
    public static final long REGION_BYTES = ReadWriteWords.BOOK_BYTES;

    private final SharedObject object;
    private final SharedLock gate;
    private volatile boolean isKnown;

    public SharedReadWriteLock(SharedObject object) {
        this.object = object;
        this.gate = new SharedLock(object, ReadWriteWords.GATE);
    }

    /**
     * Enters as a reader.
     *
     * @param timeoutNanos how long to wait for it; not at all if this is 0
     * @return acquired, acquired and abandoned, or gave up
     * @throws HomeLostException if the home is gone or has closed the lock
     * @throws InterruptedException if the thread is interrupted; it does not hold the lock then
     */
    public Outcome read(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Attached a = object.attach(timeoutNanos);
        if (a == null) {
            return Outcome.GAVE_UP;
        }
        ReadWriteWords lock = words(a);
        lock.addReader(a.participant().slot());
        if (!LockWord.isFree(a.words().get(a.word(ReadWriteWords.GATE)))) {
            remove(a, lock);
            if (!gate.acquire(timeoutNanos).isAcquired()) {
                return Outcome.GAVE_UP;
            }
            lock.addReader(a.participant().slot());
            gate.release();
        }
        return Outcome.acquired(lock.isDamaged());
    }

    /**
     * Leaves as a reader.
     *
     * @throws HomeLostException if the home is gone or has closed the lock
     */
    public void endReading() {
        Attached a = object.attach();
        remove(a, words(a));
    }

    private static void remove(Attached a, ReadWriteWords lock) {
        if (lock.removeReader(a.participant().slot())) {
            a.wake(ReadWriteWords.DRAIN);
        }
    }

    /**
     * Enters as the writer.
     *
     * @param timeoutNanos how long to wait for it; not at all if this is 0
     * @return acquired, acquired and abandoned, or gave up
     * @throws HomeLostException if the home is gone or has closed the lock
     * @throws InterruptedException if the thread is interrupted; it does not hold the lock then
     */
    public Outcome write(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        if (!gate.acquire(timeoutNanos).isAcquired()) {
            return Outcome.GAVE_UP;
        }
        Attached a = object.attach();
        ReadWriteWords lock = words(a);
        boolean isAlone = false;
        try {
            isAlone = lock.readers() == 0 || timeoutNanos > 0 && awaitReaders(a, lock, deadline);
        } finally {
            if (!isAlone) {
                gate.release();
            }
        }
        if (!isAlone) {
            return Outcome.GAVE_UP;
        }
        lock.beginWriting(a.participant().number());
        return Outcome.acquired(lock.isDamaged());
    }

    private static boolean awaitReaders(Attached a, ReadWriteWords lock, long deadline) throws InterruptedException {
        HintPlace place = new HintPlace(a.word(ReadWriteWords.DRAIN), a.at(), ReadWriteWords.OFFER);
        try {
            return Waiting.until(lock::awaitReaders, a, place, 0, deadline);
        } finally {
            lock.endAwaitingReaders();
        }
    }

    /**
     * Leaves as the writer.
     *
     * @throws HomeLostException if the home is gone or has closed the lock
     */
    public void endWriting() {
        Attached a = object.attach();
        words(a).endWriting();
        gate.release();
    }

    /**
     * The number of readers in all processes.
     *
     * @throws HomeLostException if the home is gone or has closed the lock
     */
    public long readers() {
        return words(object.attach()).readers();
    }

    private ReadWriteWords words(Attached a) {
        ReadWriteWords lock = new ReadWriteWords(a.words(), a.at(), a.region());
        if (!isKnown) {
            lock.use(a.participant().slot());
            isKnown = true;
        }
        return lock;
    }
}
