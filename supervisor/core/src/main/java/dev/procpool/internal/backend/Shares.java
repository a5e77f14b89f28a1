package dev.procpool.internal.backend;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The clients that a {@link FairQueue} remembers. */
final class Shares<E> {

    /** With fewer clients than these, none is forgotten. */
    private static final int FEW = 64;

    private final Map<Object, Share<E>> shares = new HashMap<>();
    private Share<E> latest;
    private int most = FEW;

    /** The share of a client; null if the client is not known. */
    Share<E> find(Object client) {
        return latest != null && latest.client.equals(client) ? latest : shares.get(client);
    }

    /** The share of a client, a new one if the client is not known. */
    Share<E> of(Object client, long levelNanos) {
        Share<E> share = find(client);
        if (share == null) {
            if (shares.size() >= most) {
                forgetIdle(levelNanos);
            }
            share = new Share<>(client);
            shares.put(client, share);
        }
        latest = share;
        return share;
    }

    /**
     * Forgets clients that are away, so that a program with a thread for each request does not fill the memory: first
     * the clients that would begin at the level when they come back, then all.
     */
    private void forgetIdle(long levelNanos) {
        shares.values().removeIf(share -> share.isIdle() && share.usedNanos <= levelNanos);
        if (shares.size() > most / 2) {
            shares.values().removeIf(Share::isIdle);
        }
        most = Math.max(FEW, 2 * shares.size());
        latest = null;
    }

    Collection<Share<E>> all() {
        return shares.values();
    }
}
