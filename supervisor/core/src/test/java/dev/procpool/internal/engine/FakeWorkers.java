package dev.procpool.internal.engine;

import dev.procpool.PoolConfig;
import dev.procpool.TaskOptions;
import dev.procpool.internal.backend.Backend;
import dev.procpool.internal.backend.Batch;
import dev.procpool.internal.backend.Call;
import dev.procpool.internal.backend.EncodedFunction;
import dev.procpool.internal.base.PoolName;
import dev.procpool.internal.engine.items.Assignment;
import dev.procpool.internal.engine.workers.WorkerRoom;
import dev.procpool.internal.launch.WorkerLink;
import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The rooms of the engine with workers that are no processes: their commands go into queues that no thread reads, and
 * the test says which items they start and finish. Everything but the workers is real.
 */
public final class FakeWorkers implements AutoCloseable {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final Rooms rooms;
    private final Path directory;
    private final List<WorkerLink> links = new ArrayList<>();
    private long calls;

    /** The workers of a pool, all of which are ready. */
    public FakeWorkers(PoolConfig config, Path directory) throws IOException {
        this.directory = directory;
        Consequences consequences = new Consequences();
        Observers observers = new Observers(PoolName.NONE, Optional.empty(), consequences);
        // The consequences are never carried out, launching least of all.
        rooms = new Rooms(config, List.of(), consequences, null, observers, Runnable::run, worker -> {}, () -> {});
        rooms.workers.sizing.start();
        for (Worker worker : all()) {
            makeReady(worker);
        }
    }

    /** A worker that is starting connects and says hello. */
    public void makeReady(Worker worker) throws IOException {
        SharedWords words = SharedWords.unshared();
        String queue = "commands-" + worker.id + "-" + worker.incarnation;
        WorkerLink link = new WorkerLink(
                QueueChannel.openSender(directory.resolve(queue), MAX_FRAME_BYTES),
                null,
                new Doorbell(SocketChannel.open(), words.workerParked()),
                null,
                words);
        links.add(link);
        rooms.workers.launches.attached(worker, link);
        rooms.workers.handshake.greet(worker, new Hello(MessageFrame.PROTOCOL_VERSION, 0, Codecs.fingerprint()));
    }

    public List<Worker> all() {
        return rooms.workers.roster.workers();
    }

    /** The worker with this id. */
    public Worker get(int id) {
        return all().get(id - 1);
    }

    Rooms rooms() {
        return rooms;
    }

    /** The parts of the engine that start, replace and stop these workers. */
    public WorkerRoom room() {
        return rooms.workers;
    }

    /** Sends the items that may be sent. */
    public void assign() {
        rooms.handOut.assign(true);
    }

    /** Does the work whose time has come. */
    public void expire() {
        rooms.dueWork.expire();
    }

    /** The number of items that no worker has. */
    public long pending() {
        return rooms.items.pending.allItems();
    }

    /** A function that no worker has run. */
    public EncodedFunction function() {
        return new EncodedFunction(++calls, "a function", new byte[] {1}, null, true);
    }

    /** Submits a call of {@code items} items of four bytes, and sends the items that may be sent. */
    public Call submit(EncodedFunction function, int items) {
        return submit(function, items, TaskOptions.defaults());
    }

    /** Submits a call with options. */
    public Call submit(EncodedFunction function, int items, TaskOptions options) {
        Call call = call(function, options);
        rooms.items.ledger.add(batch(call, items));
        assign();
        return call;
    }

    /** Submits items of a stream whose consumer takes results in any order. */
    public Call submitStream(EncodedFunction function, int items) {
        Call call = new Call(++calls, function, TaskOptions.defaults(), Call.Delivery.COMPLETION_ORDER, () -> {});
        call.reserve(items);
        rooms.items.ledger.add(batch(call, items));
        assign();
        return call;
    }

    /** Offers a source that has {@code items} items, again and again. */
    public Call offer(EncodedFunction function, int items, TaskOptions options) {
        Call call = call(function, options);
        rooms.items.offers.add(new EndlessSource(call, items));
        assign();
        return call;
    }

    private Call call(EncodedFunction function, TaskOptions options) {
        return new Call(++calls, function, options, Call.Delivery.WHOLE, () -> {});
    }

    private static Batch batch(Call call, int items) {
        byte[] encoded = new byte[items * Integer.BYTES];
        return new Batch(call, 0, items, ItemLayout.INTS, encoded, encoded.length, null);
    }

    private final class EndlessSource implements Backend.Source {

        private final Call call;
        private final int items;

        EndlessSource(Call call, int items) {
            this.call = call;
            this.items = items;
        }

        @Override
        public Call call() {
            return call;
        }

        @Override
        public Batch take() {
            rooms.items.offers.add(this);
            return batch(call, items);
        }

        @Override
        public void taken() {
            // it waits for nothing
        }
    }

    /** No item refers to a shared value any more. */
    public void forget(long sharedId) {
        rooms.dispatcher.forgetShared(sharedId);
    }

    /** Each worker runs an item that takes {@code nanos}: that is the known run time of the function from now on. */
    public void teach(EncodedFunction function, long nanos) {
        for (int i = 0; i < all().size(); i++) {
            submit(function, 1);
        }
        all().forEach(worker -> finish(worker, nanos));
    }

    /** How many results the worker has from now on before it wakes the reader, that one included. */
    public long resultsUntilWaking(Worker worker) {
        long awaited = rooms.dispatcher.wakeThreshold().awaitedOrdinal(worker);
        return awaited - worker.held.first().nextOrdinal() + 1;
    }

    /** The worker starts the next item that it has. */
    public static void start(Worker worker) {
        worker.nowRunning().start(worker.held.first().nextOrdinal());
    }

    /** The worker has run all items that it held, each in {@code nanosEach}; no others are sent yet. */
    public void finish(Worker worker, long nanosEach) {
        while (!worker.held.isEmpty()) {
            Assignment held = worker.held.first();
            worker.nowRunning().start(held.endOrdinal() - 1);
            worker.nowRunning().end();
            settle(worker, held.unsettled(), nanosEach);
        }
    }

    /** The result of the first item that the worker holds arrives. */
    public void finishFirst(Worker worker, long nanos) {
        settle(worker, 1, nanos);
    }

    /** The result of the first item that the worker holds arrives, an array of some bytes. */
    public void finishFirstWith(Worker worker, long nanos, int bytes) {
        long first = worker.held.first().nextOrdinal();
        Slice result = Slice.of(new byte[bytes]);
        rooms.results.settle(worker, new ItemsDone(first, 1, 1, nanos, 0, ItemLayout.BYTES, result));
    }

    private void settle(Worker worker, int count, long nanosEach) {
        long first = worker.held.first().nextOrdinal();
        Slice results = Slice.of(new byte[count * Integer.BYTES]);
        rooms.results.settle(worker, new ItemsDone(first, count, 1, count * nanosEach, 0, ItemLayout.INTS, results));
    }

    /** Whether a worker holds items of a call. */
    public static boolean holds(Worker worker, Call call) {
        return worker.held.hasAnyOf(call);
    }

    /** The number of items that a worker holds. */
    public static int held(Worker worker) {
        return StreamSupport.stream(worker.held.spliterator(), false)
                .mapToInt(Assignment::unsettled)
                .sum();
    }

    @Override
    public void close() {
        for (WorkerLink link : links) {
            link.doorbell().close();
            link.commands().close();
        }
    }
}
