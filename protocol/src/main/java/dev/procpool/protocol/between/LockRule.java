package dev.procpool.protocol.between;

/** The rule of a {@link LockWord}. */
record LockRule() implements Rule {

    @Override
    public void decide(int wordAt, HomeObject object, Decisions home) {
        home.run(Decision.about(wordAt, home.layout()));
    }

    @Override
    public boolean isOpenAfterTheDeathOf(long participant, int wordAt, Words words) {
        return Sweep.takeBack(words, wordAt, participant);
    }

    @Override
    public void end(int wordAt, Words words) {
        long word;
        do {
            word = words.get(wordAt);
        } while (!words.compareAndSet(wordAt, word, LockWord.ended(word)));
    }
}
