package dev.procpool.protocol.between;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Later;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions and barriers at a real home, and deaths that a real process passes within nanoseconds. */
@Tag("jdk")
class WaitDeathsTest {

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

    private ObjectName create(ObjectKind kind) throws Exception {
        return home.create(kind, new long[0], 0);
    }

    private SharedCondition condition(ObjectName name) {
        return new SharedCondition(new SharedObject(home.address(), name, ObjectKind.CONDITION));
    }

    private SharedBarrier barrier(ObjectName name) {
        return new SharedBarrier(new SharedObject(home.address(), name, ObjectKind.BARRIER), 2, false);
    }

    /** Begins a wait in this process. */
    private static CompletableFuture<Boolean> await(SharedCondition condition, long nanos) throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        Semaphore lock = new Semaphore(0);
        SharedCondition.Lock calls = new SharedCondition.Lock() {
            @Override
            public void free() {
                lock.release();
                freed.countDown();
            }

            @Override
            public void take() {
                lock.acquireUninterruptibly();
            }
        };
        CompletableFuture<Boolean> end = Later.supply(() -> {
            try {
                return condition.await(nanos, calls);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
        assertThat(freed.await(30, SECONDS)).isTrue();
        return end;
    }

    private static int cell(RawGuest guest) {
        return new Waiters(guest.page(), Layout.STANDARD, guest.number())
                .begin()
                .cellAt();
    }

    private static ConditionWait sleepFor(ObjectName name, RawGuest guest) {
        ConditionWait way = ConditionWait.through(cell(guest), RawGuest.at(name));
        while (!way.isAsleep()) {
            way = way.step(guest.page());
        }
        return way;
    }

    private static int mark(ObjectName name, RawGuest guest, int waits) {
        Notification notification =
                Notification.by(Notification.Source.HOLDER, RawGuest.at(name), Layout.STANDARD, waits);
        while (!notification.isDone()) {
            notification = notification.step(guest.page());
        }
        return notification.ended();
    }

    @Test
    void aProcessThatMarksAWaitAndDiesBeforeItRingsHasEndedTheWait() throws Exception {
        ObjectName name = create(ObjectKind.CONDITION);
        CompletableFuture<Boolean> here = await(condition(name), LONG);
        RawGuest notifier = RawGuest.enter(home);
        assertThat(mark(name, notifier, 1)).isEqualTo(1);

        notifier.close();

        assertThat(here.get(30, SECONDS)).isTrue();
    }

    @Test
    void aNotificationGoesToTheOldestWaitAndIsPassedOnIfItsProcessDies() throws Exception {
        ObjectName name = create(ObjectKind.CONDITION);
        RawGuest waiter = RawGuest.enter(home);
        sleepFor(name, waiter);
        CompletableFuture<Boolean> here = await(condition(name), LONG);
        assertThat(condition(name).wake(1)).isEqualTo(1);
        waiter.awaitRing();
        assertThat(here).isNotDone();

        waiter.close();

        assertThat(here.get(30, SECONDS)).isTrue();
    }

    @Test
    void aNotificationIsNotPassedOnToAWaitThatBeganAfterIt() throws Exception {
        ObjectName name = create(ObjectKind.CONDITION);
        RawGuest waiter = RawGuest.enter(home);
        sleepFor(name, waiter);
        assertThat(condition(name).wake(5)).isEqualTo(1);
        CompletableFuture<Boolean> here = await(condition(name), MILLISECONDS.toNanos(300));

        waiter.close();

        assertThat(here.get(30, SECONDS)).isFalse();
    }

    @Test
    void aProcessThatDiesBeforeItIsNotifiedTakesNoNotification() throws Exception {
        ObjectName name = create(ObjectKind.CONDITION);
        RawGuest waiter = RawGuest.enter(home);
        sleepFor(name, waiter);
        waiter.close();
        CompletableFuture<Boolean> here = await(condition(name), LONG);

        assertThat(condition(name).wake(1)).isEqualTo(1); // of the dead process, if its home has not noticed the death

        assertThat(here.get(30, SECONDS)).isTrue();
    }

    @Test
    void aPartyThatDiesBetweenItsCellAndItsArrivalBreaksTheBarrier() throws Exception {
        ObjectName name = create(ObjectKind.BARRIER);
        RawGuest party = RawGuest.enter(home);
        BarrierWait way = BarrierWait.at(new BarrierWait.Place(RawGuest.at(name), cell(party), 2, false));
        while (way.phase() != BarrierWait.Phase.ARRIVE) {
            way = way.step(party.page());
        }
        CompletableFuture<Integer> here = arrive(barrier(name));

        party.close();

        assertThat(here.get(30, SECONDS)).isEqualTo(SharedBarrier.BROKEN);
        assertThat(barrier(name).isBroken()).isTrue();
    }

    @Test
    void aPartyThatDiesAfterItHasPassedBreaksNothing() throws Exception {
        ObjectName name = create(ObjectKind.BARRIER);
        RawGuest party = RawGuest.enter(home);
        CompletableFuture<Integer> here = arrive(barrier(name));
        BarrierWait way = BarrierWait.at(new BarrierWait.Place(RawGuest.at(name), cell(party), 2, false));
        while (barrier(name).waiting() == 0) {
            Thread.onSpinWait();
        }
        while (way.phase() != BarrierWait.Phase.LEAVE) {
            way = way.step(party.page());
        }

        party.close(); // it has not rung

        assertThat(here.get(30, SECONDS)).isZero();
        assertThat(barrier(name).isBroken()).isFalse();
    }

    private static CompletableFuture<Integer> arrive(SharedBarrier barrier) {
        return Later.supply(() -> {
            try {
                return barrier.await(LONG, () -> true);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }
}
