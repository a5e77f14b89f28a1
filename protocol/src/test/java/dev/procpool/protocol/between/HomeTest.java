package dev.procpool.protocol.between;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Later;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deaths at points that a real process passes within nanoseconds. */
@Tag("jdk")
class HomeTest {

    private static final long LONG = SECONDS.toNanos(30);

    @TempDir
    Path directory;

    private Home home;
    private ObjectName name;
    private SharedLock lock;

    @BeforeEach
    void open() throws Exception {
        home = Home.open(directory);
        name = home.create(ObjectKind.LOCK, new long[0], 0);
        lock = lock(home.address(), name);
    }

    private static SharedLock lock(HomeAddress address, ObjectName name) {
        return new SharedLock(new SharedObject(address, name, ObjectKind.LOCK));
    }

    @AfterEach
    void close() {
        home.close();
    }

    private CompletableFuture<Outcome> acquireLater() {
        return Later.supply(() -> {
            try {
                return lock.acquire(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aProcessThatDiesAfterTheCompareAndSetAbandonsTheLock() throws Exception {
        RawGuest guest = RawGuest.enter(home);
        guest.take(name);

        guest.close();

        assertThat(lock.acquire(LONG)).isEqualTo(Outcome.ACQUIRED_ABANDONED);
        lock.release();
        assertThat(lock.acquire(LONG)).isEqualTo(Outcome.ACQUIRED);
    }

    @Test
    void aProcessThatFreesTheWordAndDiesBeforeItRingsFreezesNoThread() throws Exception {
        try (RawGuest sleeper = RawGuest.enter(home)) {
            RawGuest holder = RawGuest.enter(home);
            holder.take(name);
            Acquisition asleep = sleeper.sleepFor(name);
            assertThat(holder.free(name)).isTrue();

            holder.close();
            sleeper.awaitRing();

            assertThat(sleeper.outcomeOf(asleep)).isEqualTo(Outcome.ACQUIRED);
        }
    }

    @Test
    void aProcessThatDiesAsleepIsNoLongerInTheQueue() throws Exception {
        RawGuest sleeper = RawGuest.enter(home);
        assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
        sleeper.sleepFor(name);
        CompletableFuture<Outcome> second = acquireLater();

        sleeper.close();
        lock.release();

        assertThat(second.get(30, SECONDS).isAcquired()).isTrue();
    }

    @Test
    void aProcessThatDiesBeforeItSeesThatItWasGrantedTheLockAbandonsIt() throws Exception {
        RawGuest sleeper = RawGuest.enter(home);
        assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
        sleeper.sleepFor(name);
        lock.release();
        sleeper.awaitRing();

        sleeper.close();

        assertThat(lock.acquire(LONG)).isEqualTo(Outcome.ACQUIRED_ABANDONED);
    }

    @Test
    void aCellThatIsCancelledWhileTheHomeDecidesLosesItsTurnOnly() throws Exception {
        try (RawGuest first = RawGuest.enter(home);
                RawGuest second = RawGuest.enter(home)) {
            assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
            Acquisition gaveUp = first.sleepFor(name).cancelled();
            Acquisition asleep = second.sleepFor(name);
            assertThat(gaveUp.step(first.page()).outcome()).isEqualTo(Outcome.GAVE_UP);

            lock.release();
            second.awaitRing();

            assertThat(second.outcomeOf(asleep)).isEqualTo(Outcome.ACQUIRED);
        }
    }

    @Test
    void sleepersGetTheLockInTheOrderOfTheirArrival() throws Exception {
        try (RawGuest first = RawGuest.enter(home);
                RawGuest second = RawGuest.enter(home)) {
            assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
            Acquisition one = first.sleepFor(name);
            Acquisition two = second.sleepFor(name);
            lock.release();
            first.awaitRing();
            assertThat(first.outcomeOf(one)).isEqualTo(Outcome.ACQUIRED);
            assertThat(second.outcomeOf(two)).isNull();

            assertThat(first.free(name)).isTrue();
            first.ring(name);
            second.awaitRing();

            assertThat(second.outcomeOf(two)).isEqualTo(Outcome.ACQUIRED);
        }
    }

    @Test
    void theArrivalsOfMillionsOfCellsWrapAndHarmNothing() throws Exception {
        try (RawGuest sleeper = RawGuest.enter(home)) {
            assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
            int at = RawGuest.at(name);
            long full = sleeper.page().get(at) | 0xffffffL << 40;
            sleeper.page().set(at, full);
            Acquisition asleep = sleeper.sleepFor(name);
            assertThat(sleeper.page().get(at) >>> 40).isZero();

            lock.release();
            sleeper.awaitRing();

            assertThat(sleeper.outcomeOf(asleep)).isEqualTo(Outcome.ACQUIRED);
        }
    }

    @Test
    void tenThousandProcessesInTurnNeedNoMoreCellsThanOne() throws Exception {
        assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
        Region page = null;
        for (int i = 0; i < 10_000; i++) {
            try (RawGuest guest = RawGuest.enter(home)) {
                page = guest.page();
                guest.sleepFor(name).cancelled().step(page);
            }
        }
        assertThat(page.get(Layout.CLAIMED_BLOCKS)).isLessThan(50);
        lock.release();
    }

    @Test
    void aLockThatIsClosedWakesItsSleepersAndRefusesTheOthers() throws Exception {
        try (RawGuest guest = RawGuest.enter(home)) {
            assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
            Acquisition asleep = guest.sleepFor(name);
            CompletableFuture<Outcome> here = acquireLater();

            home.end(name, false);
            guest.awaitRing();

            assertThat(guest.outcomeOf(asleep)).isEqualTo(Outcome.ENDED);
            assertThatThrownBy(() -> here.get(30, SECONDS)).hasCauseInstanceOf(HomeLostException.class);
            assertThatThrownBy(() -> lock.acquire(0)).isInstanceOf(HomeLostException.class);
            assertThatThrownBy(lock::isHeld).isInstanceOf(HomeLostException.class);
        }
    }

    @Test
    void aHomeThatClosesWakesItsOwnSleepers() throws Exception {
        assertThat(lock.acquire(0)).isEqualTo(Outcome.ACQUIRED);
        CompletableFuture<Outcome> here = acquireLater();

        home.close();

        assertThatThrownBy(() -> here.get(30, SECONDS)).hasCauseInstanceOf(HomeLostException.class);
        assertThatThrownBy(() -> lock.acquire(0)).isInstanceOf(HomeLostException.class);
    }
}
