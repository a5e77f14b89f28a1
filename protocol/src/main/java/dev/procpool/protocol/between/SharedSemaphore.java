package dev.procpool.protocol.between;

/**
 * A semaphore between processes, as this process sees it. Thread-safe. The main word of a plain one is the number of
 * permits; a bounded one has a {@link PermitsWord}, and in its region a book for each participant.
 */
public final class SharedSemaphore {

    /** The most permits of a plain semaphore. */
    public static final int MAX_PERMITS = Integer.MAX_VALUE;

    /** The most permits of a bounded semaphore. */
    public static final int MAX_BOUNDED_PERMITS = PermitsWord.MAX_PERMITS;

    static final Offer OFFER = new PermitsOffer(MAX_PERMITS);
    static final Offer BOUNDED_OFFER = new PermitsOffer(MAX_BOUNDED_PERMITS);

    /** The word in which threads wait. */
    static final int WAITERS = Layout.FREE;

    private final SharedObject object;
    private final boolean isBounded;

    public SharedSemaphore(SharedObject object, boolean isBounded) {
        this.object = object;
        this.isBounded = isBounded;
    }

    /** The size of the region of a bounded semaphore. */
    public static long bytesOfBooks() {
        return PermitsWord.bytes();
    }

    /**
     * Takes a permit.
     *
     * @param timeoutNanos how long to wait for it; not at all if this is 0
     * @return false if the time was over
     * @throws HomeLostException if the home is gone or has closed the semaphore
     */
    public boolean acquire(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Attached a = object.attach(timeoutNanos);
        if (a == null) {
            return false;
        }
        boolean isTaken = tryTake(a);
        if (isTaken || timeoutNanos <= 0) {
            return isTaken;
        }
        HintPlace place = new HintPlace(a.word(WAITERS), a.at(), isBounded ? BOUNDED_OFFER : OFFER);
        return Waiting.until(() -> tryTake(a), a, place, 0, System.nanoTime() + timeoutNanos);
    }

    private boolean tryTake(Attached a) {
        return isBounded ? book(a, true) : tryTake(a.words(), a.at());
    }

    private static boolean tryTake(Words words, int at) {
        for (long word = words.get(at); (word & MAX_PERMITS) > 0; word = words.get(at)) {
            if (words.compareAndSet(at, word, word - 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean book(Attached a, boolean takes) {
        Booking booking = new Booking(a.at(), a.participant().slot(), takes);
        while (!booking.isOver()) {
            booking.step(a.words(), a.region());
        }
        return booking.phase() == Booking.Phase.DONE;
    }

    /**
     * Gives a permit back.
     *
     * @return false if this process holds no permit of a bounded semaphore, or a plain one has {@link #MAX_PERMITS}
     * @throws HomeLostException if the home is gone or has closed the semaphore
     */
    public boolean release() {
        Attached a = object.attach();
        boolean isReleased = isBounded ? book(a, false) : give(a.words(), a.at());
        if (isReleased) {
            a.wake(WAITERS);
        }
        return isReleased;
    }

    private static boolean give(Words words, int at) {
        for (long word = words.get(at); (word & MAX_PERMITS) < MAX_PERMITS; word = words.get(at)) {
            if (words.compareAndSet(at, word, word + 1)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The number of permits that nobody holds at this moment.
     *
     * @throws HomeLostException if the home is gone or has closed the semaphore
     */
    public int availablePermits() {
        Attached a = object.attach();
        return (int) (isBounded ? BOUNDED_OFFER : OFFER).read(a.words(), a.at());
    }

    /** Waits for a permit among other sources; null if the home does not answer in time. */
    public Source permits(long timeoutNanos) throws InterruptedException {
        Attached a = object.attach(timeoutNanos);
        Offer offer = isBounded ? BOUNDED_OFFER : OFFER;
        return a == null ? null : Source.of(() -> availablePermits() > 0, a, WAITERS, offer, 0);
    }
}
