package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.testing.Await;
import dev.procpool.testing.Later;
import dev.procpool.testing.Leftovers;
import dev.procpool.testing.Pids;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deaths of processes that read or write under a read-write lock, or wait for it. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ReadWriteDeathsIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void theShareOfAReaderThatIsKilledIsGivenBack() throws Exception {
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open()) {
            ProcessLock.Hold mine = lock.read();
            pool.apply(ReadWriteDeathsIT::readInWorker, lock);
            pool.apply(ReadWriteDeathsIT::readInWorker, lock);
            assertThat(lock.readers()).isEqualTo(3);
            CompletableFuture<Boolean> writer = Later.supply(() -> ProcessReadWriteLockIT.write(lock));
            Await.orFail(() -> !ProcessReadWriteLockIT.isReadable(lock));

            assertThatThrownBy(() -> pool.apply(() -> {
                        Runtime.getRuntime().halt(1);
                        return 0;
                    }))
                    .isInstanceOf(WorkerDiedException.class);

            Await.orFail(() -> lock.readers() == 1);
            assertThat(writer.isDone()).isFalse();
            mine.close();
            assertThat(writer.get(1, TimeUnit.SECONDS)).isFalse();
        }
    }

    @Test
    void afterTheDeathOfAWriterAllAreToldUntilAWriterHasEnded() throws Exception {
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open()) {
            assertThatThrownBy(() -> pool.apply(() -> {
                        lock.write();
                        Runtime.getRuntime().halt(1);
                        return 0;
                    }))
                    .isInstanceOf(WorkerDiedException.class);

            assertThat(pool.apply(ReadWriteDeathsIT::readerIsTold, lock)).isTrue();
            try (ProcessLock.Hold reading = lock.tryRead(LONG).orElseThrow()) {
                assertThat(reading.wasAbandoned()).isTrue();
            }
            assertThat(ProcessReadWriteLockIT.write(lock)).isTrue();
            assertThat(ProcessReadWriteLockIT.write(lock)).isFalse();
            assertThat(pool.apply(ReadWriteDeathsIT::readerIsTold, lock)).isFalse();
        }
    }

    private static boolean readerIsTold(ProcessReadWriteLock lock) throws InterruptedException {
        try (ProcessLock.Hold hold = lock.read()) {
            return hold.wasAbandoned();
        }
    }

    @Test
    void aWriterThatDiesWhileItWaitsForReadersLetsTheOthersInUntold() throws Exception {
        try (ProcessReadWriteLock lock = ProcessReadWriteLock.create();
                Pool pool = Pool.builder()
                        .processes(1)
                        .output(WorkerOutput.discarding())
                        .open()) {
            ProcessLock.Hold mine = lock.read();
            TaskFuture<Boolean> writer = pool.applyAsync(ProcessReadWriteLockIT::write, lock);
            Await.orFail(() -> !ProcessReadWriteLockIT.isReadable(lock));

            Pids.kill(pool.workers().get(0).pid());

            assertThatThrownBy(writer::get).hasCauseInstanceOf(WorkerDiedException.class);
            try (ProcessLock.Hold next = lock.tryRead(LONG).orElseThrow()) {
                assertThat(next.wasAbandoned()).isFalse();
            }
            mine.close();
            assertThat(ProcessReadWriteLockIT.write(lock)).isFalse();
        }
    }

    private static int readInWorker(ProcessReadWriteLock lock) throws InterruptedException {
        return lock.read().wasAbandoned() ? 1 : 0; // held until the worker ends
    }
}
