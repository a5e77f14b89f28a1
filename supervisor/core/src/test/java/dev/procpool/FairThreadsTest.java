package dev.procpool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Threads that use a pool of two threads at the same time get equal shares of it. */
class FairThreadsTest implements FairSharing {

    private Pool pool;
    private Callers callers;

    @BeforeEach
    void open() {
        pool = Pool.ofThreads(2);
        callers = new Callers(pool);
    }

    @AfterEach
    void close() throws InterruptedException {
        callers.end();
        pool.close();
    }

    @Override
    public Pool pool() {
        return pool;
    }

    @Override
    public Callers callers() {
        return callers;
    }
}
