package demos;

import dev.procpool.Outcome;
import dev.procpool.Pool;
import dev.procpool.Results;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Squares of 1 to 100, and the process ids of the workers that computed them. */
public class Squares {

    public static void main(String[] args) throws InterruptedException {
        System.out.println("this program: pid " + ProcessHandle.current().pid());
        for (Outcome<Integer> outcome : squares(4, 100)) {
            System.out.println(outcome.get() + " by pid " + outcome.pid());
        }
    }

    /** Squares of 1 to {@code last}, in that order. */
    public static List<Outcome<Integer>> squares(int workers, int last) throws InterruptedException {
        List<Integer> numbers = IntStream.rangeClosed(1, last).boxed().toList();
        List<Outcome<Integer>> outcomes = new ArrayList<>();
        try (Pool pool = Pool.open(workers)) {
            pool.awaitReady(Duration.ofMinutes(1));
            try (Results<Outcome<Integer>> results = pool.outcomes(Squares::square, numbers)) {
                results.forEach(outcomes::add);
            }
        }
        outcomes.sort(Comparator.comparingLong(Outcome::index));
        return outcomes;
    }

    /** The pause keeps the first workers from squaring all numbers before the last worker has woken up. */
    private static int square(int x) throws InterruptedException {
        Thread.sleep(1);
        return x * x;
    }
}
