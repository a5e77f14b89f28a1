package dev.procpool.protocol.between;

import java.lang.System.Logger.Level;
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
    private final Objects objects;
    private final LongConsumer wake;

    /** @param wake wakes the participant with a number */
    Decisions(Words words, Layout layout, Objects objects, LongConsumer wake) {
        this.words = words;
        this.layout = layout;
        this.objects = objects;
        this.wake = wake;
    }

    Words words() {
        return words;
    }

    Layout layout() {
        return layout;
    }

    /** Decides which threads that wait in a word go on. A word in which no thread can wait is ignored. */
    void decide(long wordAt) {
        HomeObject object = objects.with(wordAt);
        Rule rule = object == null ? null : object.rule((int) wordAt);
        if (rule != null) {
            rule.decide((int) wordAt, object, this);
        }
    }

    /** Decides about all words of all objects. */
    void decideAll() {
        for (HomeObject object : objects.all()) {
            decideAll(object);
        }
    }

    private void decideAll(HomeObject object) {
        for (int word = 0; word < Layout.WORDS_OF_AN_OBJECT; word++) {
            decide(Layout.word(object.at(), word));
        }
    }

    /** Runs the steps of a decision. */
    void run(Deciding beginning) {
        long giveUp = System.nanoTime() + PATIENCE_NANOS;
        Deciding deciding = beginning;
        for (int steps = 0; !deciding.isDone(); steps++) {
            long participant = deciding.toWake(words);
            if (participant != 0) {
                wake.accept(participant);
            } else if (deciding.isWaiting()) {
                Thread.yield();
                deciding = System.nanoTime() - giveUp < 0 ? deciding : deciding.impatient();
            }
            deciding = deciding.step(words);
            if (steps == MAX_STEPS) {
                LOG.log(
                        Level.ERROR,
                        "the words of an object are changed without end; its waiting threads are not served");
                return;
            }
        }
    }

    /** An object ends: every operation on it throws, and the threads that wait for it wake. */
    void end(HomeObject object) {
        words.set(Layout.word(object.at(), Layout.SERIAL), 0);
        for (int word = 0; word < Layout.WORDS_OF_AN_OBJECT; word++) {
            Rule rule = object.kind().rule(word);
            if (rule != null) {
                rule.end(Layout.word(object.at(), word), words);
            }
        }
        decideAll(object);
    }

    /**
     * Repairs what a process has left: locks that it held are abandoned, its cells are free. Then decides about every
     * word that its rule calls open, or for which a cell waits, as the process may have changed one and not rung.
     */
    void afterTheDeathOf(Dead dead) {
        Set<Long> open = new LinkedHashSet<>();
        for (HomeObject object : objects.all()) {
            object.kind().repair().afterTheDeathOf(dead, object, words);
            for (int word = 0; word < Layout.WORDS_OF_AN_OBJECT; word++) {
                int wordAt = Layout.word(object.at(), word);
                Rule rule = object.kind().rule(word);
                if (rule != null && rule.isOpenAfterTheDeathOf(dead.participant(), wordAt, words)) {
                    open.add((long) wordAt);
                }
            }
        }
        Sweep.freeCells(words, layout, dead.participant());
        open.addAll(Sweep.withWaitingCells(words, layout));
        open.forEach(this::decide);
    }
}
