package dev.procpool;

import dev.procpool.testing.Leftovers;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random while they use an object of each class between processes, all at once. */
@ExtendWith(Leftovers.class)
class BetweenKillsIT {

    private static final int WORKERS = 3;
    private static final int ITEM_MILLIS = 30;
    private static final int LONG_MILLIS = 60_000;
    private static final int TIMES = 20;

    private final KillLoop loop = new KillLoop("BetweenKillsIT");
    private final AtomicLong users = new AtomicLong();

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void aProcessThatIsKilledFreezesNobodyAndTakesNothingWithIt() throws Exception {
        try (BetweenObjects here = BetweenObjects.create(file());
                BetweenPipe pipe = new BetweenPipe();
                BetweenManaged.Owner owner = new BetweenManaged.Owner();
                Pool workers = KillLoop.pool(WORKERS);
                Pool homes = KillLoop.pool(1)) {
            BetweenKeeper keeper = new BetweenKeeper(here);
            Supplier<BetweenObjects> there = loop.home(homes, in -> in.apply(BetweenObjects::create, file()));
            loop.child(() -> {
                long user = users.incrementAndGet();
                long its = loop.seed() + user;
                return () -> BetweenUser.use(here, user, its, LONG_MILLIS);
            });
            loop.rarely(owner::kill);
            loop.atEnd(keeper::wake);
            KillLoop.Body using = () -> {
                useInAWorker(workers, here, keeper.queues()::hasPut);
                useInAWorker(workers, there.get(), (user, puts) -> {});
                sendInAWorker(workers, pipe);
                callInAWorker(workers, owner.managed());
            };

            loop.run(
                    workers,
                    using,
                    using,
                    using,
                    () -> loop.here(() -> useHere(here, there.get(), keeper, owner)),
                    pipe::receive,
                    keeper.queues()::takeNumber,
                    keeper.queues()::fill,
                    keeper::awaitEvent,
                    here.meetings()::hear);

            keeper.assertNothingIsLost();
            workers.terminate();
            pipe.assertNothingIsLost();
        }
    }

    private void useInAWorker(Pool workers, BetweenObjects objects, BiConsumer<Long, Integer> hasPut) throws Exception {
        long user = users.incrementAndGet();
        long its = loop.seed() + user;
        loop.item(workers, o -> BetweenUser.use(o, user, its, ITEM_MILLIS), objects)
                .ifPresent(puts -> hasPut.accept(user, puts));
    }

    private void sendInAWorker(Pool workers, BetweenPipe pipe) throws Exception {
        long user = users.incrementAndGet();
        loop.item(workers, sender -> BetweenPipe.use(sender, user, TIMES), pipe.sender())
                .ifPresent(messages -> pipe.hasSent(user, messages));
    }

    private void callInAWorker(Pool workers, BetweenManaged managed) throws Exception {
        long user = users.incrementAndGet();
        loop.item(workers, m -> m.use(user, TIMES), managed);
    }

    private void useHere(BetweenObjects here, BetweenObjects there, BetweenKeeper keeper, BetweenManaged.Owner owner)
            throws Exception {
        long user = users.incrementAndGet();
        keeper.queues().hasPut(user, BetweenUser.use(here, user, loop.seed() + user, ITEM_MILLIS));
        owner.managed().use(users.incrementAndGet(), TIMES);
        BetweenUser.use(there, users.incrementAndGet(), loop.seed(), ITEM_MILLIS);
    }

    private String file() {
        return directory.resolve("w" + users.incrementAndGet()).toString();
    }
}
