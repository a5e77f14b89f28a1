package dev.procpool.protocol.between;

import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** The decisions of the home about the words that all participants change. Guarded by the home's lock. */
final class Decisions {

    /** How long the home waits for a lock that other threads take before it sets the hand-off. */
    private static final long PATIENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** More steps than regular participants cause: they change a word some thousand times within the patience. */
    private static final int MAX_STEPS = 50_000_000;

    private static final System.Logger LOG = System.getLogger(Decisions.class.getName());

    private final Words words;
    private final Layout layout;
    private final LongConsumer wake;

    /** @param wake wakes the participant with a number */
    Decisions(Words words, Layout layout, LongConsumer wake) {
        this.words = words;
        this.layout = layout;
        this.wake = wake;
    }

    /** Decides who gets a lock, and that its release rings if there is nothing to give. */
    void decide(int lockAt) {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        Decision decision = Decision.about(lockAt, layout);
        for (int steps = 0; !decision.isDone(); steps++) {
            switch (decision.phase()) {
                case WAKE -> wake.accept(decision.winner(words));
                case WAIT -> {
                    Thread.yield();
                    decision = System.nanoTime() - giveUp < 0 ? decision : decision.impatient();
                }
                default -> {
                    // The step is a change of words.
                }
            }
            decision = decision.step(words);
            if (steps == MAX_STEPS) {
                LOG.log(
                        Level.ERROR,
                        "the words of an object are changed without end; its waiting threads are not served");
                return;
            }
        }
    }

    /** Decides about several locks. */
    void decideAll(Collection<Integer> locks) {
        locks.forEach(this::decide);
    }

    /** A lock ends: no thread gets it any more, and those that wait for it wake. */
    void end(int lockAt) {
        long word;
        do {
            word = words.get(lockAt);
        } while (!words.compareAndSet(lockAt, word, LockWord.ended(word)));
        decide(lockAt);
    }

    /**
     * Repairs what a process has left: locks that it held are abandoned, its cells are free. Then decides every lock
     * that is reserved, counts as rung, or has a waiting cell, as the process may have released one and not rung.
     */
    void afterTheDeathOf(long participant, Set<Integer> locks) {
        Set<Integer> open = new LinkedHashSet<>();
        for (int lockAt : locks) {
            if (Sweep.takeBack(words, lockAt, participant)) {
                open.add(lockAt);
            }
        }
        Sweep.freeCells(words, layout, participant);
        for (int lockAt : Sweep.withWaitingCells(words, layout)) {
            if (locks.contains(lockAt)) {
                open.add(lockAt);
            }
        }
        decideAll(open);
    }
}
