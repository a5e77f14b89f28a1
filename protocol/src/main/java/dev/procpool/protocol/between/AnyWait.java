package dev.procpool.protocol.between;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The wait of one thread for any of several sources, in a cell for each. Takes nothing. Confined to the thread. */
public final class AnyWait {

    private final List<Source> sources;
    private final List<Place> places = new ArrayList<>();

    private AnyWait(List<Source> sources) {
        this.sources = sources;
    }

    /** A cell in which the thread waits. */
    private static final class Place {

        private final Source source;
        private final Waiters.Waiter waiter;
        private HintWait way;

        Place(Source source) {
            this.source = source;
            this.waiter = source.participant().waiters().begin();
            this.way = source.through(waiter.cellAt());
        }

        /** Goes on until the thread may sleep; returns whether it may. */
        boolean settle() {
            do {
                way = way.step(source.participant().words());
            } while (!way.isDone() && !way.isAsleep());
            return !way.isDone();
        }

        void end() {
            try {
                if (!way.isDone()) {
                    way = way.cancelled();
                }
                while (!way.isDone()) {
                    way = way.step(source.participant().words());
                }
                if (way.outcome() == Outcome.HINTED) {
                    source.passOn();
                }
            } finally {
                source.participant().waiters().end(waiter);
            }
        }
    }

    /**
     * Waits until one of the sources is ready.
     *
     * @return the indexes of the sources that are ready; none if the time is over
     * @throws HomeLostException if the home of a source is gone or has closed it
     */
    public static List<Integer> await(List<Source> sources, long timeoutNanos) throws InterruptedException {
        AnyWait wait = new AnyWait(sources);
        long deadline = System.nanoTime() + Math.max(timeoutNanos, 0);
        List<Integer> ready = wait.ready();
        while (ready.isEmpty() && deadline - System.nanoTime() > 0) {
            wait.sleep(deadline);
            ready = wait.ready();
        }
        return ready;
    }

    private List<Integer> ready() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).isReady()) {
                ready.add(i);
            }
        }
        return ready;
    }

    /** Sleeps until the thread is woken, unless a source may be ready. */
    private void sleep(long deadline) throws InterruptedException {
        try {
            boolean maySleep = true;
            for (Source source : sources) {
                if (source.hasCell()) {
                    Place place = new Place(source);
                    places.add(place);
                    maySleep &= place.settle();
                }
            }
            if (maySleep && ready().isEmpty()) {
                LockSupport.parkNanos(this, deadline - System.nanoTime());
            }
        } finally {
            places.forEach(Place::end);
            places.clear();
        }
    }
}
