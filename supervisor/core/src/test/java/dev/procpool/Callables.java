package dev.procpool;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tasks for executors that are serializable, as they must be, and how they end. */
final class Callables {

    private Callables() {}

    static PoolExecutorService executor(int processes) {
        return Pool.open(processes).asExecutorService();
    }

    static <T> Throwable failureOf(Future<T> future) {
        try {
            return new AssertionError("succeeded with " + future.get(30, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException | CancellationException e) {
            return e;
        }
    }

    record Power(int base, int exponent) implements Callable<BigInteger>, Serializable {
        @Override
        public BigInteger call() {
            return BigInteger.valueOf(base).pow(exponent);
        }
    }

    record Touch(String path) implements Runnable, Serializable {
        @Override
        public void run() {
            try {
                Files.writeString(Path.of(path), "touched");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    record Sleep(long millis, int result) implements Callable<Integer>, Serializable {
        @Override
        public Integer call() throws InterruptedException {
            Thread.sleep(millis);
            return result;
        }
    }

    record Fail(String message) implements Callable<Integer>, Serializable {
        @Override
        public Integer call() {
            throw new IllegalStateException(message);
        }
    }
}
