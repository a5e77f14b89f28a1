package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The books of items with workers that are no processes: what they are sent goes into queues that nobody reads, and the test says
 * what they start and finish. Everything but them is real.
 */
final class FakeWorkers implements AutoCloseable {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final Ledger workforce;
    private final List<WorkerLink> links = new ArrayList<>();
    private long calls;

    /** As many as the pool has, all of which are ready. */
    FakeWorkers(PoolConfig config, Path directory) throws IOException {
        Consequences changes = new Consequences();
        Observers observers = new Observers(Optional.empty(), changes);
        // Nothing that is noted to be done without the lock is ever done, launching least of all.
        workforce = new Ledger(config, Optional.empty(), changes, null, observers, worker -> {}, () -> {});
        workforce.staff().start();
        for (Worker worker : all()) {
            SharedWords words = SharedWords.unshared();
            worker.link = new WorkerLink(
                    QueueChannel.openSender(directory.resolve("commands-" + worker.id), MAX_FRAME_BYTES),
                    null,
                    new Doorbell(SocketChannel.open(), words.commandsReader()),
                    null,
                    words);
            links.add(worker.link);
            workforce.staff().ready(worker);
        }
    }

    List<Worker> all() {
        return workforce.staff().workers();
    }

    /** The worker with this id. */
    Worker get(int id) {
        return all().get(id - 1);
    }

    Ledger workforce() {
        return workforce;
    }

    /** A function that no worker has run. */
    EncodedFunction function() {
        return new EncodedFunction(++calls, new byte[] {1}, null, true);
    }

    /** A call of so many items of four bytes, of which what may be sent is sent. */
    void submit(EncodedFunction function, int items) {
        Call call = new Call(++calls, function, TaskOptions.defaults(), Call.Delivery.WHOLE, () -> {});
        byte[] encoded = new byte[items * Integer.BYTES];
        workforce.add(new Batch(call, 0, items, ItemLayout.INTS, encoded, encoded.length, null));
        workforce.assign(true);
    }

    /** Each worker runs an item that takes so long: from now on that is what is known of the function. */
    void teach(EncodedFunction function, long nanos) {
        for (int i = 0; i < all().size(); i++) {
            submit(function, 1);
        }
        all().forEach(worker -> finish(worker, nanos));
    }

    /** The worker starts the next item that it has. */
    static void start(Worker worker) {
        worker.nowRunning().start(worker.held.first().nextOrdinal());
    }

    /** The worker has run all that it held, which took so long for each item; what may be sent then is not sent yet. */
    void finish(Worker worker, long nanosEach) {
        while (!worker.held.isEmpty()) {
            Assignment held = worker.held.first();
            worker.nowRunning().start(held.endOrdinal() - 1);
            worker.nowRunning().end();
            settle(worker, held.unsettled(), nanosEach);
        }
    }

    /** The result of the first item that the worker holds arrives, of those that it has started. */
    void finishFirst(Worker worker, long nanos) {
        settle(worker, 1, nanos);
    }

    private void settle(Worker worker, int count, long nanosEach) {
        long first = worker.held.first().nextOrdinal();
        Slice results = Slice.of(new byte[count * Integer.BYTES]);
        workforce.settle(worker, new ItemsDone(first, count, count * nanosEach, 0, ItemLayout.INTS, results));
    }

    /** How many items a worker holds. */
    static int held(Worker worker) {
        return worker.held.stream().mapToInt(Assignment::unsettled).sum();
    }

    @Override
    public void close() {
        for (WorkerLink link : links) {
            link.doorbell().close();
            link.commands().close();
        }
    }
}
