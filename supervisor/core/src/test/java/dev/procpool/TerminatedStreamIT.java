package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import dev.procpool.testing.Leftovers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams whose input is still being read when their pool is terminated, in pools of both kinds. */
@ExtendWith(Leftovers.class)
class TerminatedStreamIT {

    private static final TaskFunction<Integer, Integer> SQUARE = x -> x * x;

    static Stream<IntFunction<Pool>> kinds() {
        return Stream.of(Pool::open, Pool::ofThreads);
    }

    /** An input that gives one item, and does not say whether there are more. */
    private static Iterable<Integer> oneAndThenNothing(CountDownLatch end) {
        return () -> new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                try {
                    if (given > 0) {
                        end.await();
                    }
                    return given == 0;
                } catch (InterruptedException e) {
                    return false;
                }
            }

            @Override
            public Integer next() {
                return ++given;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStreamThatWaitsForItsInputIsCancelled(IntFunction<Pool> kind) throws Exception {
        Pool pool = kind.apply(1);
        CountDownLatch end = new CountDownLatch(1);
        try (Results<Integer> results = pool.imap(SQUARE, oneAndThenNothing(end))) {
            Iterator<Integer> arrived = results.iterator();
            assertThat(arrived.next()).isEqualTo(1);

            pool.terminate();

            assertThatThrownBy(arrived::hasNext)
                    .isExactlyInstanceOf(CancellationException.class)
                    .hasMessage("the pool was terminated");
        }
        end.countDown();
        pool.join();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStreamWhoseInputGoesOnIsCancelled(IntFunction<Pool> kind) throws Exception {
        Pool pool = kind.apply(1);
        Iterable<Integer> endless = () -> Stream.iterate(0, x -> x + 1).iterator();
        List<Throwable> failures = new ArrayList<>();
        try (Results<Integer> results = pool.imap(SQUARE, endless)) {
            Iterator<Integer> arrived = results.iterator();
            assertThat(arrived.next()).isZero();

            pool.terminate();

            while (goesOn(arrived, failures)) {
                assertThat(failures).hasSizeLessThan(100_000);
            }
        }
        assertThat(failures).isNotEmpty().allSatisfy(e -> assertThat(e).isInstanceOf(CancellationException.class));
        pool.join();
    }

    /** Takes a result; returns whether the stream goes on. */
    private static boolean goesOn(Iterator<Integer> arrived, List<Throwable> failures) {
        try {
            arrived.next();
        } catch (NoSuchElementException e) {
            return false;
        } catch (RuntimeException e) {
            failures.add(e);
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aNewCallIsRefusedAndNotCancelled(IntFunction<Pool> kind) {
        Pool pool = kind.apply(1);
        pool.terminate();

        assertThatThrownBy(() -> pool.imap(SQUARE, List.of(1))).isExactlyInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pool.applyAsync(SQUARE, 1)).isExactlyInstanceOf(IllegalStateException.class);
        pool.close();
    }
}
