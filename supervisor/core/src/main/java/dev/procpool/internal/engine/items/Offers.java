package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Backend.Source;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.engine.Consequences;
import java.util.ArrayDeque;
import java.util.Deque;

/** The sources that have more items once all others are sent. Guarded by the engine lock. */
public final class Offers {

    private final Consequences consequences;
    private final Ledger ledger;
    private final Deque<Source> sources = new ArrayDeque<>();

    Offers(Consequences consequences, Ledger ledger) {
        this.consequences = consequences;
        this.ledger = ledger;
    }

    /** Notes a source from which items can be taken as soon as no others are to be sent. */
    public void add(Source source) {
        if (!sources.contains(source)) {
            sources.addLast(source);
        }
    }

    /** Takes the items of the next source; returns whether there was one. */
    public boolean takeNext() {
        Source source = sources.pollFirst();
        if (source == null) {
            return false;
        }
        Batch batch = source.take();
        if (batch != null) {
            ledger.add(batch);
        }
        consequences.then(source::taken);
        return true;
    }

    /** Takes the items of all sources. */
    public void takeAll() {
        while (takeNext()) {
            // the next one
        }
    }

    /** Wakes the threads that wait for their source to be taken: the call of one of them may have ended. */
    public void wakeAll() {
        sources.forEach(source -> consequences.then(source::taken));
    }

    /** Forgets all sources; items that were not taken stay with them. */
    public void clear() {
        sources.clear();
    }
}
