package dev.procpool.cli;

import dev.procpool.ExitReport;
import dev.procpool.PoolListener;
import dev.procpool.WorkerInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far the running items are that report it, by their workers. Thread-safe. */
final class ItemShares implements PoolListener {

    private record Share(long index, double part) {}

    private final Map<Integer, Share> shares = new ConcurrentHashMap<>();

    @Override
    public void itemProgressed(Items item, long done, long total) {
        if (total > 0) {
            shares.put(item.workerId(), new Share(item.firstIndex(), Math.min(1, (double) done / total)));
        }
    }

    @Override
    public void itemsSettled(Items items) {
        Share share = shares.isEmpty() ? null : shares.get(items.workerId());
        if (share != null && share.index >= items.firstIndex() && share.index < items.firstIndex() + items.count()) {
            shares.remove(items.workerId());
        }
    }

    @Override
    public void itemRetried(Items item, Throwable failure) {
        itemsSettled(item);
    }

    @Override
    public void workerExited(WorkerInfo worker, ExitReport report) {
        shares.remove(worker.id());
    }

    /** The sum of the parts that are done, each from 0 to 1. */
    double sum() {
        return shares.values().stream().mapToDouble(Share::part).sum();
    }
}
