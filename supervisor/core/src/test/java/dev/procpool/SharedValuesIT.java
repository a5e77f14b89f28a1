package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values and arrays between processes; mirrors the tests of {@code multiprocessing.Value} and {@code Array}. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class SharedValuesIT {

    private static final int TIMES = 10_000;

    /** Handles within a record. */
    private record Values(SharedLong number, SharedDouble sum, SharedArray.OfInt ints, SharedArray.OfByte bytes)
            implements Serializable {}

    private static int fill(Values values) {
        values.number().set(42);
        values.sum().set(0.5);
        for (int i = 0; i < values.ints().length(); i++) {
            values.ints().set(i, i * i);
            values.bytes().set(i, (byte) -i);
        }
        return values.ints().length();
    }

    @Test
    void theWritesOfAWorkerAreSeenHere() throws Exception {
        try (SharedLong number = SharedLong.of(7);
                SharedDouble sum = SharedDouble.of(-1);
                SharedArray.OfInt ints = SharedArray.ofInts(10);
                SharedArray.OfByte bytes = SharedArray.ofBytes(10);
                Pool pool = Pool.open(1)) {
            assertThat(number.get()).isEqualTo(7);
            assertThat(sum.get()).isEqualTo(-1);
            assertThat(pool.apply(SharedValuesIT::fill, new Values(number, sum, ints, bytes)))
                    .isEqualTo(10);
            assertThat(number.get()).isEqualTo(42);
            assertThat(sum.get()).isEqualTo(0.5);
            for (int i = 0; i < 10; i++) {
                assertThat(ints.get(i)).isEqualTo(i * i);
                assertThat(bytes.get(i)).isEqualTo((byte) -i);
            }
        }
    }

    @Test
    void everyTypeOfArrayKeepsItsElements() {
        try (SharedArray.OfInt ints = SharedArray.ofInts(3);
                SharedArray.OfLong longs = SharedArray.ofLongs(3);
                SharedArray.OfDouble doubles = SharedArray.ofDoubles(3);
                SharedArray.OfByte bytes = SharedArray.ofBytes(3)) {
            ints.write(1, new int[] {Integer.MIN_VALUE, 2});
            longs.write(1, new long[] {Long.MIN_VALUE, 2});
            doubles.write(1, new double[] {Math.PI, 2});
            bytes.write(1, new byte[] {Byte.MIN_VALUE, 2});
            int[] someInts = new int[2];
            long[] someLongs = new long[3];
            double[] someDoubles = new double[2];
            byte[] someBytes = new byte[3];
            ints.read(1, someInts);
            longs.read(0, someLongs);
            doubles.read(1, someDoubles);
            bytes.read(0, someBytes);
            assertThat(someInts).containsExactly(Integer.MIN_VALUE, 2);
            assertThat(someLongs).containsExactly(0, Long.MIN_VALUE, 2);
            assertThat(someDoubles).containsExactly(Math.PI, 2);
            assertThat(someBytes).containsExactly(0, Byte.MIN_VALUE, 2);

            assertThat(ints.addAndGet(2, -3)).isEqualTo(-1);
            assertThat(longs.addAndGet(2, 1L << 40)).isEqualTo((1L << 40) + 2);
            assertThat(doubles.addAndGet(2, 0.5)).isEqualTo(2.5);
            assertThat(bytes.addAndGet(2, (byte) 127)).isEqualTo((byte) 129);
            assertThat(ints.compareAndSet(0, 1, 5)).isFalse();
            assertThat(ints.compareAndSet(0, 0, 5)).isTrue();
            assertThat(doubles.compareAndSet(1, Math.PI, Double.NaN)).isTrue();
            assertThat(doubles.compareAndSet(1, Double.NaN, 1)).isTrue();
            assertThat(bytes.compareAndSet(1, Byte.MIN_VALUE, (byte) 1)).isTrue();
            assertThat(bytes.get(0)).isZero();
            assertThat(bytes.get(1)).isEqualTo((byte) 1);
            assertThat(longs.compareAndSet(1, 0, 1)).isFalse();
        }
    }

    @Test
    void elementsThatThereAreNotAreRefused() {
        assertThatThrownBy(() -> SharedArray.ofInts(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SharedArray.ofLongs(1 << 28)).isInstanceOf(IllegalArgumentException.class);
        try (SharedArray.OfInt ints = SharedArray.ofInts(3);
                SharedArray.OfByte none = SharedArray.ofBytes(0)) {
            assertThatThrownBy(() -> ints.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> ints.set(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> ints.read(1, new int[3])).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> ints.write(-1, new int[1])).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> none.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(none.length()).isZero();
        }
    }

    /** Adds one by a read and a write, under the lock of the value. */
    private static int addUnderTheLock(SharedLong value, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            try (ProcessLock.Hold hold = value.lock().acquire()) {
                value.set(value.get() + (hold.wasAbandoned() ? 0 : 1));
            }
        }
        return times;
    }

    private static int addAtOnce(SharedLong value, SharedArray.OfByte bytes, SharedDouble sum, int times) {
        for (int i = 0; i < times; i++) {
            value.addAndGet(1);
            sum.addAndGet(0.5);
            bytes.addAndGet(i & 3, (byte) 1);
        }
        return times;
    }

    @Test
    void twoProcessesThatAddUnderTheLockLoseNothing() throws Exception {
        try (SharedLong value = SharedLong.of(0);
                Pool pool = Pool.open(2)) {
            pool.map(n -> addUnderTheLock(value, n), List.of(TIMES, TIMES));
            assertThat(value.get()).isEqualTo(2 * TIMES);
        }
    }

    @Test
    void additionsOfWorkersAChildItsChildAndTheSupervisorAreAtomic() throws Exception {
        try (SharedLong value = SharedLong.of(0);
                SharedDouble sum = SharedDouble.of(0);
                SharedArray.OfByte bytes = SharedArray.ofBytes(4);
                Pool pool = Pool.open(2);
                ChildProcess child = ChildProcess.of(withGrandchild(value, bytes, sum))) {
            child.start();
            var inWorkers = pool.mapAsync(n -> addAtOnce(value, bytes, sum, n), List.of(TIMES, TIMES));
            addAtOnce(value, bytes, sum, TIMES);
            inWorkers.get();
            child.join();
            assertThat(child.exitCode()).hasValue(0);
            assertThat(value.get()).isEqualTo(5 * TIMES);
            assertThat(sum.get()).isEqualTo(2.5 * TIMES);
            for (int i = 0; i < 4; i++) {
                assertThat(bytes.get(i)).isEqualTo((byte) (5 * TIMES / 4));
            }
        }
    }

    private static Task<Void> withGrandchild(SharedLong value, SharedArray.OfByte bytes, SharedDouble sum) {
        return () -> {
            try (ChildProcess grandchild = ChildProcess.of(() -> addAtOnce(value, bytes, sum, TIMES))) {
                grandchild.start();
                addAtOnce(value, bytes, sum, TIMES);
                grandchild.join();
            }
            return null;
        };
    }

    @Test
    void aPoolOfThreadsUsesTheSameHandles() throws Exception {
        try (SharedLong value = SharedLong.of(0);
                SharedArray.OfLong longs = SharedArray.ofLongs(1);
                Pool pool = Pool.ofThreads(2)) {
            assertThat(pool.apply((SharedLong v) -> v, value)).isSameAs(value);
            pool.map(
                    n -> {
                        longs.addAndGet(0, n);
                        return addUnderTheLock(value, n);
                    },
                    List.of(500, 500));
            assertThat(value.get()).isEqualTo(1000);
            assertThat(longs.get(0)).isEqualTo(1000);
        }
    }

    private static ProcessLock lockOf(SharedArray.OfInt ints) {
        return ints.lock();
    }

    @Test
    void theLockOfAnArrayTravelsByItselfAndEndsWithTheArray() throws Exception {
        try (Pool pool = Pool.open(1)) {
            SharedArray.OfInt ints = SharedArray.ofInts(1);
            ProcessLock lock = pool.apply(SharedValuesIT::lockOf, ints);
            assertThat(lock).isSameAs(ints.lock());
            lock.close(); // has no effect
            try (ProcessLock.Hold hold = lock.acquire()) {
                assertThat(hold.wasAbandoned()).isFalse();
                assertThat(lock.tryAcquire(Duration.ZERO)).as("it is reentrant").isPresent();
                lock.release();
                assertThat(pool.apply(
                                (ProcessLock l) -> l.tryAcquire(Duration.ZERO).isPresent(), lock))
                        .isFalse();
            }
            ints.close();
            assertThatThrownBy(() -> lock.acquire()).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(() -> ints.get(0)).isInstanceOf(HomeGoneException.class);
            assertThatThrownBy(() -> pool.apply((SharedArray.OfInt i) -> i.get(0), ints))
                    .isInstanceOf(HomeGoneException.class);
        }
    }

    @Test
    void aLargeArrayIsCopiedInOnePiece() throws Exception {
        try (SharedArray.OfDouble doubles = SharedArray.ofDoubles(1 << 20);
                Pool pool = Pool.open(1)) {
            double[] values = new double[1 << 20];
            Arrays.setAll(values, i -> i * 0.25);
            doubles.write(0, values);
            assertThat(pool.apply(SharedValuesIT::sum, doubles)).isEqualTo(0.25 * ((1 << 20) - 1) * (1 << 19));
        }
    }

    private static double sum(SharedArray.OfDouble doubles) {
        double[] values = new double[doubles.length()];
        doubles.read(0, values);
        return Arrays.stream(values).sum();
    }

    @Test
    void valuesOfAWorkerWorkHereUntilThatWorkerEnds() throws Exception {
        SharedLong value;
        SharedArray.OfInt ints;
        try (Pool pool = Pool.open(1)) {
            value = pool.apply(() -> SharedLong.of(5));
            ints = pool.apply(() -> SharedArray.ofInts(2));
            assertThat(value.addAndGet(1)).isEqualTo(6);
            ints.set(1, 3);
            assertThat(pool.apply((SharedArray.OfInt i) -> i.get(1), ints)).isEqualTo(3);
            value.close(); // has no effect here
            assertThat(pool.apply(SharedLong::get, value)).isEqualTo(6);
        }
        assertThatThrownBy(value::get).isInstanceOf(HomeGoneException.class);
        assertThatThrownBy(() -> ints.get(0)).isInstanceOf(HomeGoneException.class);
    }
}
