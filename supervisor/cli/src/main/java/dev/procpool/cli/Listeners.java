package dev.procpool.cli;

import dev.procpool.ExitReport;
import dev.procpool.PoolListener;
import dev.procpool.WorkerInfo;
import java.util.List;

/**
 * Several listeners of one pool.
 *
 * @param all called in this order
 */
record Listeners(List<PoolListener> all) implements PoolListener {

    @Override
    public void workerStarted(WorkerInfo worker) {
        all.forEach(each -> each.workerStarted(worker));
    }

    @Override
    public void workerReady(WorkerInfo worker) {
        all.forEach(each -> each.workerReady(worker));
    }

    @Override
    public void workerRecycled(WorkerInfo worker, String reason) {
        all.forEach(each -> each.workerRecycled(worker, reason));
    }

    @Override
    public void workerExited(WorkerInfo worker, ExitReport report) {
        all.forEach(each -> each.workerExited(worker, report));
    }

    @Override
    public void itemsStarted(Items items) {
        all.forEach(each -> each.itemsStarted(items));
    }

    @Override
    public void itemsSettled(Items items) {
        all.forEach(each -> each.itemsSettled(items));
    }

    @Override
    public void itemProgressed(Items item, long done, long total) {
        all.forEach(each -> each.itemProgressed(item, done, total));
    }

    @Override
    public void itemRetried(Items item, Throwable failure) {
        all.forEach(each -> each.itemRetried(item, failure));
    }

    @Override
    public void poolBroken(Throwable cause) {
        all.forEach(each -> each.poolBroken(cause));
    }
}
