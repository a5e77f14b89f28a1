package dev.procpool.protocol.between;

/**
 * The rule of a {@link HintWord}.
 *
 * @param offer what threads wait for in the word
 */
record HintRule(Offer offer) implements Rule {

    @Override
    public void decide(int wordAt, HomeObject object, Decisions home) {
        home.run(HintDecision.about(new HintPlace(wordAt, object.at(), offer), home.layout()));
    }

    /** A process that died may have set <em>rung</em> and not have rung: no later change would ring. */
    @Override
    public boolean isOpenAfterTheDeathOf(long participant, int wordAt, Words words) {
        return HintWord.isRung(words.get(wordAt));
    }

    @Override
    public void end(int wordAt, Words words) {
        long word;
        do {
            word = words.get(wordAt);
        } while (!words.compareAndSet(wordAt, word, HintWord.ended(word)));
    }
}
