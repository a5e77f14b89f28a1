package dev.procpool.internal.manager;

import dev.procpool.internal.base.Loggers;
import dev.procpool.internal.base.Times;
import dev.procpool.internal.between.Journeys;
import dev.procpool.protocol.call.CallLine;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.PayloadReader;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection of a caller, and the thread that carries out its requests one after the other. Another thread may ask
 * whether the caller has gone in the meantime, see {@link #interruptIfAbandoned}; it then has the lock on the line,
 * which the thread of the session gives back while it runs the code of objects.
 */
final class Session {

    private static final System.Logger LOG = Loggers.of(Session.class);
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The code of an object. */
    interface Work {
        Object run() throws Throwable;
    }

    private final CallLine line;
    private final Codecs codecs;
    private final Journeys sent = new Journeys();
    private final Thread thread = Thread.currentThread();
    private final ReentrantLock lineLock = new ReentrantLock();
    private boolean abandoned; // guarded by lineLock
    private boolean working; // guarded by lineLock
    private volatile long workEnds = Times.NEVER; // the time after which the work is looked at

    /** The session of the calling thread. */
    Session(CallLine line, Codecs codecs) {
        this.line = line;
        this.codecs = codecs;
    }

    Codecs codecs() {
        return codecs;
    }

    AnswerWriter answer() {
        return new AnswerWriter(line, codecs, sent);
    }

    /** Carries out requests until the connection or the manager ends. */
    void run(Requests requests) {
        lineLock.lock();
        try {
            boolean goesOn = true;
            while (goesOn) {
                PayloadReader request = line.receive();
                sent.recall(); // the caller has read the answer before
                goesOn = requests.carryOut(request, this);
                line.send();
            }
            requests.shutDown();
        } catch (EOFException e) {
            // The caller has closed the connection, or has died.
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a connection to a caller has failed", e);
        } finally {
            lineLock.unlock();
            line.close();
            sent.recall();
        }
    }

    /** Runs the code of an object, without the lock on the line. */
    Object outside(Work work) throws Throwable {
        working = true;
        workEnds = Times.in(LONG_NANOS);
        lineLock.unlock();
        try {
            return work.run();
        } finally {
            lineLock.lock();
            working = false;
            workEnds = Times.NEVER;
            if (!abandoned) {
                Thread.interrupted(); // code that interrupts its own thread must not close the line
            }
        }
    }

    /** Interrupts the code of an object that works for long, if its caller has gone. */
    void interruptIfAbandoned() {
        if (Times.isDue(workEnds, System.nanoTime()) && lineLock.tryLock()) {
            try {
                if (working && !abandoned && line.isAbandoned()) {
                    abandoned = true;
                    thread.interrupt();
                }
            } finally {
                lineLock.unlock();
            }
        }
    }

    void close() {
        line.close();
    }
}
