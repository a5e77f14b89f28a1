package dev.procpool.protocol.between;

/**
 * The kinds of objects between processes. A kind says in which of an object's words threads wait, and what the home
 * does about each of them.
 */
public enum ObjectKind {
    /** A lock that any thread of its holder may release. */
    LOCK(waits(Layout.MAIN, new LockRule())),
    /** A lock that the thread that holds it may acquire again. */
    REENTRANT_LOCK(waits(Layout.MAIN, new LockRule())),
    /** An event. */
    EVENT(waits(SharedEvent.WAITERS, new HintRule(SharedEvent.OFFER))),
    /** A semaphore that any process may release. */
    SEMAPHORE(waits(SharedSemaphore.WAITERS, new HintRule(SharedSemaphore.OFFER))),
    /** A semaphore that knows its holders. */
    BOUNDED_SEMAPHORE(BookClosing::repair, waits(SharedSemaphore.WAITERS, new HintRule(SharedSemaphore.BOUNDED_OFFER))),
    /** A {@code long} with a lock. */
    LONG(waits(Elements.LOCK, new LockRule())),
    /** A {@code double} with a lock. */
    DOUBLE(waits(Elements.LOCK, new LockRule())),
    /** Elements of type {@code int} with a lock. */
    INTS(waits(Elements.LOCK, new LockRule())),
    /** Elements of type {@code long} with a lock. */
    LONGS(waits(Elements.LOCK, new LockRule())),
    /** Elements of type {@code double} with a lock. */
    DOUBLES(waits(Elements.LOCK, new LockRule())),
    /** Elements of type {@code byte} with a lock. */
    BYTES(waits(Elements.LOCK, new LockRule())),
    /** A condition of a lock. */
    CONDITION(new ConditionRepair(), waits(Layout.MAIN, new VerdictRule(Verdict.OF_A_CONDITION, ConditionWord::ended))),
    /** A barrier. */
    BARRIER(new BarrierRepair(), waits(Layout.MAIN, new VerdictRule(Verdict.OF_A_BARRIER, BarrierWord::ended))),
    /** A lock of readers and writers. */
    READ_WRITE_LOCK(
            new ReadWriteRepair(),
            waits(ReadWriteWords.GATE, new LockRule()),
            waits(ReadWriteWords.DRAIN, new HintRule(ReadWriteWords.OFFER))),
    /** A queue, or one direction of a pipe. */
    QUEUE(
            QueueRepair::ask,
            waits(Layout.MAIN, new LockRule()),
            waits(QueueMemory.GETTERS, new HintRule(QueueOffers.ITEMS)),
            waits(QueueMemory.PUTTERS, new HintRule(QueueOffers.ROOM)),
            waits(QueueMemory.JOINERS, new HintRule(QueueOffers.END)));

    /** A word of an object, counted from its beginning, and the rule for the threads that wait there. */
    private record WaitWord(int word, Rule rule) {}

    private final Repair repair;
    private final Rule[] rules = new Rule[Layout.WORDS_OF_AN_OBJECT];

    ObjectKind(WaitWord... words) {
        this(Repair.NONE, words);
    }

    ObjectKind(Repair repair, WaitWord... words) {
        this.repair = repair;
        for (WaitWord one : words) {
            rules[one.word()] = one.rule();
        }
    }

    private static WaitWord waits(int word, Rule rule) {
        return new WaitWord(word, rule);
    }

    /** The rule of a word, or null if no thread waits there. */
    Rule rule(int word) {
        return rules[word];
    }

    /** Whether a word of an object of this kind is a lock. */
    public boolean hasLockAt(int word) {
        return word >= 0 && word < rules.length && rules[word] instanceof LockRule;
    }

    Repair repair() {
        return repair;
    }

    /** The part of an object's region, from its beginning, that gets its disk space at once. */
    long reservedBytes(long regionBytes) {
        return this == QUEUE ? Math.min(QueueMemory.RING, regionBytes) : regionBytes;
    }

    /** The kind as a word of the page; 0 is no kind. */
    long number() {
        return ordinal() + 1L;
    }
}
