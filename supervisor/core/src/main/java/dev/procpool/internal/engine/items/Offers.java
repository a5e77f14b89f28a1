package dev.procpool.internal.engine.items;

import dev.procpool.internal.backend.Backend.Source;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.engine.Consequences;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The sources that have more items for their clients. Guarded by the engine lock. */
public final class Offers {

    /** A source, and the number that its items would have if they had arrived when they were offered. */
    private record Offer(Source source, long arrival) {

        Object client() {
            return source.call().client();
        }
    }

    private final Consequences consequences;
    private final Ledger ledger;
    private final PendingQueue pending;
    private final Deque<Offer> offers = new ArrayDeque<>();

    Offers(Consequences consequences, Ledger ledger, PendingQueue pending) {
        this.consequences = consequences;
        this.ledger = ledger;
        this.pending = pending;
    }

    /** Notes a source from which items can be taken as soon as the earlier ones of its client are sent. */
    public void add(Source source) {
        if (offers.stream().noneMatch(offer -> offer.source == source)) {
            offers.addLast(new Offer(source, pending.nextArrival()));
        }
    }

    /** Takes the items of a source whose turn it is within its client; returns whether there was one. */
    public boolean takeNext() {
        if (offers.isEmpty()) {
            return false;
        }
        for (Iterator<Offer> all = offers.iterator(); all.hasNext(); ) {
            Offer next = all.next();
            if (pending.isTurnOf(next.client(), next.arrival)) {
                all.remove();
                Batch batch = next.source.take();
                if (batch != null) {
                    ledger.addArrived(batch, next.arrival);
                }
                consequences.then(next.source::taken);
                return true;
            }
        }
        return false;
    }

    /** Takes the items of all sources. */
    public void takeAll() {
        for (Offer next; (next = offers.pollFirst()) != null; ) {
            Batch batch = next.source.take();
            if (batch != null) {
                ledger.add(batch);
            }
            consequences.then(next.source::taken);
        }
    }

    /** Wakes the threads that wait for their source to be taken: the call of one of them may have ended. */
    public void wakeAll() {
        offers.forEach(offer -> consequences.then(offer.source::taken));
    }

    /** Forgets all sources; items that were not taken stay with them. */
    public void clear() {
        offers.clear();
    }
}
