package dev.procpool.protocol.between;

/** An event between processes, as this process sees it: an {@link EventWord} and a {@link HintWord}. Thread-safe. */
public final class SharedEvent {

    static final Offer OFFER = new EventOffer();

    /** The word in which threads wait. */
    static final int WAITERS = Layout.FREE;

    private final SharedObject object;

    public SharedEvent(SharedObject object) {
        this.object = object;
    }

    /**
     * Sets the event; wakes all threads that wait for it.
     *
     * @throws HomeLostException if the home is gone or has closed the event
     */
    public void set() {
        Attached a = object.attach();
        if (set(a.words(), a.at())) {
            a.wake(WAITERS);
        }
    }

    /** Returns whether the event was clear. */
    static boolean set(Words words, int at) {
        for (long word = words.get(at); !EventWord.isSet(word); word = words.get(at)) {
            if (words.compareAndSet(at, word, EventWord.set(word))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Clears the event.
     *
     * @throws HomeLostException if the home is gone or has closed the event
     */
    public void clear() {
        Attached a = object.attach();
        clear(a.words(), a.at());
    }

    static void clear(Words words, int at) {
        for (long word = words.get(at); EventWord.isSet(word); word = words.get(at)) {
            if (words.compareAndSet(at, word, EventWord.cleared(word))) {
                return;
            }
        }
    }

    /** @throws HomeLostException if the home is gone or has closed the event */
    public boolean isSet() {
        Attached a = object.attach();
        return EventWord.isSet(a.words().get(a.at()));
    }

    /**
     * Waits until the event is set, or was set since the call began.
     *
     * @param timeoutNanos how long to wait; not at all if this is 0
     * @return false if the time was over
     * @throws HomeLostException if the home is gone or has closed the event
     */
    public boolean await(long timeoutNanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Attached a = object.attach(timeoutNanos);
        if (a == null) {
            return false;
        }
        long word = a.words().get(a.at());
        if (EventWord.isSet(word) || timeoutNanos <= 0) {
            return EventWord.isSet(word);
        }
        long times = EventWord.times(word);
        return Waiting.until(
                () -> EventWord.wasSetSince(a.words().get(a.at()), times),
                a,
                new HintPlace(a.word(WAITERS), a.at(), OFFER),
                times,
                System.nanoTime() + timeoutNanos);
    }

    /** Waits until the event is set, among other sources; null if the home does not answer in time. */
    public Source isSet(long timeoutNanos) throws InterruptedException {
        Attached a = object.attach(timeoutNanos);
        if (a == null) {
            return null;
        }
        long times = EventWord.times(a.words().get(a.at()));
        return Source.of(this::isSet, a, WAITERS, OFFER, times);
    }
}
