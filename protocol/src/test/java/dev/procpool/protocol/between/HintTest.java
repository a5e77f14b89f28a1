package dev.procpool.protocol.between;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Later;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that wait for permits and events of a real home, and deaths at points that last nanoseconds. */
@Tag("jdk")
class HintTest {

    private static final long LONG = SECONDS.toNanos(30);

    @TempDir
    Path directory;

    private Home home;

    @BeforeEach
    void open() throws Exception {
        home = Home.open(directory);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private ObjectName event() throws Exception {
        return home.create(ObjectKind.EVENT, new long[0], 0);
    }

    private ObjectName semaphore(long permits) throws Exception {
        return home.create(ObjectKind.SEMAPHORE, new long[] {permits}, 0);
    }

    private ObjectName bounded(long permits) throws Exception {
        return home.create(ObjectKind.BOUNDED_SEMAPHORE, new long[] {permits}, SharedSemaphore.bytesOfBooks());
    }

    private SharedEvent event(ObjectName name) {
        return new SharedEvent(new SharedObject(home.address(), name, ObjectKind.EVENT));
    }

    private SharedSemaphore semaphore(ObjectName name, ObjectKind kind) {
        return new SharedSemaphore(new SharedObject(home.address(), name, kind), kind == ObjectKind.BOUNDED_SEMAPHORE);
    }

    private interface Wait {
        boolean run() throws InterruptedException;
    }

    private static CompletableFuture<Boolean> later(Wait wait) {
        return Later.supply(() -> {
            try {
                return wait.run();
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static HintPlace place(ObjectName name, int word, Offer offer) {
        return new HintPlace(Layout.word(RawGuest.at(name), word), RawGuest.at(name), offer);
    }

    private static HintPlace permits(ObjectName name) {
        return place(name, SharedSemaphore.WAITERS, SharedSemaphore.OFFER);
    }

    @Test
    void aPermitThatIsGivenBackWakesOneOfTwoThatSleep() throws Exception {
        ObjectName name = semaphore(0);
        SharedSemaphore semaphore = semaphore(name, ObjectKind.SEMAPHORE);
        try (RawGuest first = RawGuest.enter(home);
                RawGuest second = RawGuest.enter(home)) {
            HintWait one = first.sleepAt(permits(name), 0);
            HintWait two = second.sleepAt(permits(name), 0);

            assertThat(semaphore.release()).isTrue();
            first.awaitRing();

            assertThat(first.outcomeOf(one)).isEqualTo(Outcome.HINTED);
            assertThat(second.outcomeOf(two)).isNull();
            assertThat(semaphore.release()).isTrue();
            second.awaitRing();
            assertThat(second.outcomeOf(two)).isEqualTo(Outcome.HINTED);
        }
    }

    @Test
    void aProcessThatDiesWithAHintLeavesThePermitToTheNext() throws Exception {
        ObjectName name = semaphore(0);
        SharedSemaphore semaphore = semaphore(name, ObjectKind.SEMAPHORE);
        RawGuest first = RawGuest.enter(home);
        first.sleepAt(permits(name), 0);
        try (RawGuest second = RawGuest.enter(home)) {
            HintWait two = second.sleepAt(permits(name), 0);
            semaphore.release();
            first.awaitRing();

            first.close();
            second.awaitRing();

            assertThat(second.outcomeOf(two)).isEqualTo(Outcome.HINTED);
        }
    }

    @Test
    void aProcessThatRaisesThePermitsAndDiesBeforeItLooksForWaitersFreezesNoThread() throws Exception {
        ObjectName name = semaphore(0);
        try (RawGuest sleeper = RawGuest.enter(home)) {
            HintWait asleep = sleeper.sleepAt(permits(name), 0);
            RawGuest releasing = RawGuest.enter(home);
            releasing.page().set(RawGuest.at(name), 1);

            releasing.close();
            sleeper.awaitRing();

            assertThat(sleeper.outcomeOf(asleep)).isEqualTo(Outcome.HINTED);
        }
    }

    @Test
    void aRungWordThatADeadProcessHasLeftHoldsUpNoLaterRing() throws Exception {
        ObjectName name = semaphore(0);
        RawGuest dying = RawGuest.enter(home);
        HintWait gaveUp = dying.sleepAt(permits(name), 0).cancelled();
        gaveUp.step(dying.page());
        assertThat(HintWord.wake(dying.page(), permits(name).wordAt())).isTrue(); // and no ring

        dying.close();
        SharedSemaphore semaphore = semaphore(name, ObjectKind.SEMAPHORE);
        CompletableFuture<Boolean> here = later(() -> semaphore.acquire(LONG));
        assertThat(semaphore.acquire(MILLISECONDS.toNanos(50))).isFalse();
        semaphore.release();

        assertThat(here.get(30, SECONDS)).isTrue();
    }

    @Test
    void thePermitsOfADeadProcessAreGivenBackAndItsSlotIsUsedAgain() throws Exception {
        ObjectName name = bounded(2);
        SharedSemaphore semaphore = semaphore(name, ObjectKind.BOUNDED_SEMAPHORE);
        Region books = Region.open(home.address().region(name.serial()), SharedSemaphore.bytesOfBooks());
        assertThat(semaphore.release()).as("this process holds none").isFalse();
        RawGuest holder = RawGuest.enter(home);
        assertThat(holder.book(name, books, true)).isTrue();
        assertThat(holder.book(name, books, true)).isTrue();
        CompletableFuture<Boolean> here = later(() -> semaphore.acquire(LONG));
        assertThat(semaphore.acquire(MILLISECONDS.toNanos(50))).isFalse();

        holder.close();

        assertThat(here.get(30, SECONDS)).isTrue();
        assertThat(semaphore.availablePermits()).isEqualTo(1);
        try (RawGuest next = RawGuest.enter(home)) {
            assertThat(next.slot()).isEqualTo(holder.slot());
            assertThat(next.book(name, books, false)).isFalse();
            assertThat(next.book(name, books, true)).isTrue();
            assertThat(next.book(name, books, false)).isTrue();
        }
        assertThat(semaphore.release()).isTrue();
        assertThat(semaphore.availablePermits()).isEqualTo(2);
    }

    @Test
    void arrivalsAndTimesThatWrapHarmNothing() throws Exception {
        ObjectName name = event();
        SharedEvent event = event(name);
        try (RawGuest sleeper = RawGuest.enter(home)) {
            HintPlace place = place(name, SharedEvent.WAITERS, SharedEvent.OFFER);
            sleeper.page().set(place.wordAt(), 0xffffffL << 40);
            sleeper.page().set(RawGuest.at(name), 0xffff_ffffL);
            HintWait asleep = sleeper.sleepAt(place, 0xffff_ffffL);
            assertThat(sleeper.page().get(place.wordAt()) >>> 40).isZero();

            event.set();
            event.clear();
            sleeper.awaitRing();

            assertThat(sleeper.outcomeOf(asleep)).isEqualTo(Outcome.HINTED);
            assertThat(sleeper.page().get(RawGuest.at(name))).isZero();
        }
    }

    @Test
    void aSetThatIsClearedAtOnceWakesAllThatWait() throws Exception {
        SharedEvent event = event(event());
        CompletableFuture<Boolean> one = later(() -> event.await(LONG));
        CompletableFuture<Boolean> two = later(() -> event.await(LONG));
        assertThat(event.await(MILLISECONDS.toNanos(100))).isFalse();

        event.set();
        event.clear();

        assertThat(one.get(30, SECONDS)).isTrue();
        assertThat(two.get(30, SECONDS)).isTrue();
        assertThat(event.await(0)).isFalse();
    }

    @Test
    void anObjectThatIsClosedWakesItsSleepersAndItsRegionIsRemoved() throws Exception {
        ObjectName name = bounded(0);
        SharedSemaphore semaphore = semaphore(name, ObjectKind.BOUNDED_SEMAPHORE);
        CompletableFuture<Boolean> here = later(() -> semaphore.acquire(LONG));
        assertThat(semaphore.acquire(MILLISECONDS.toNanos(50))).isFalse();
        assertThat(home.address().region(name.serial())).exists();

        home.end(name, false);

        assertThatThrownBy(() -> here.get(30, SECONDS)).hasCauseInstanceOf(HomeLostException.class);
        assertThatThrownBy(semaphore::release).isInstanceOf(HomeLostException.class);
        assertThatThrownBy(semaphore::availablePermits).isInstanceOf(HomeLostException.class);
        assertThat(Files.exists(home.address().region(name.serial()))).isFalse();
    }

    @Test
    void aHandleOfAnotherKindIsRefused() throws Exception {
        ObjectName name = event();
        assertThatThrownBy(() -> semaphore(name, ObjectKind.SEMAPHORE).availablePermits())
                .isInstanceOf(HomeLostException.class)
                .hasMessageContaining("SEMAPHORE");
    }

    @Test
    void aPlaceThatIsUsedAgainIsAnotherObject() throws Exception {
        ObjectName first = event();
        SharedEvent event = event(first);
        event.set();
        home.end(first, true);
        ObjectName again = event();
        for (int i = 0; again.index() != first.index(); i++) {
            assertThat(i).isLessThan(1000);
            home.end(again, true);
            again = event();
        }

        assertThat(event(again).isSet()).isFalse();
        assertThatThrownBy(event::isSet).isInstanceOf(HomeLostException.class);
        assertThatThrownBy(event::set).isInstanceOf(HomeLostException.class);
    }
}
