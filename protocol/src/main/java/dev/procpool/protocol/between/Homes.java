package dev.procpool.protocol.between;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The homes that this process takes part in: its own, and those of other processes. Thread-safe. */
final class Homes {

    /** A process takes part in a home once, whatever number of objects it uses. */
    static final Homes HERE = new Homes();

    /** The least time that a home has to answer, even where the caller would wait for less. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<HomeAddress, Participant> own = new ConcurrentHashMap<>();
    private final Map<HomeAddress, Link> links = new ConcurrentHashMap<>();

    private Homes() {}

    void opened(HomeAddress address, Participant participant) {
        own.put(address, participant);
    }

    void closed(HomeAddress address) {
        own.remove(address);
    }

    /**
     * This process as a participant in a home; connects to it when it is needed first.
     *
     * @return null if the home has not answered in time
     * @throws HomeLostException if the home is gone
     */
    Participant participantIn(HomeAddress address, long timeoutNanos) throws InterruptedException {
        Participant here = own.get(address);
        if (here != null) {
            return here;
        }
        Link link = links.computeIfAbsent(address, a -> Link.connect(a, links::remove));
        return link.await(Math.max(timeoutNanos, PATIENCE_NANOS));
    }
}
