package dev.procpool.protocol.between;

import java.util.function.LongUnaryOperator;

/**
 * The rule of a word whose value says which waits have ended.
 *
 * @param verdict the answer to each waiting cell
 * @param ended marks the word, as the object has ended
 */
record VerdictRule(Verdict verdict, LongUnaryOperator ended) implements Rule {

    @Override
    public void decide(int wordAt, HomeObject object, Decisions home) {
        home.run(VerdictDecision.about(wordAt, verdict, home.layout()));
    }

    /** A process that died may have marked cells and not have rung: they do not count as waiting. */
    @Override
    public boolean isOpenAfterTheDeathOf(long participant, int wordAt, Words words) {
        return true;
    }

    @Override
    public void end(int wordAt, Words words) {
        long word;
        do {
            word = words.get(wordAt);
        } while (!words.compareAndSet(wordAt, word, ended.applyAsLong(word)));
    }
}
