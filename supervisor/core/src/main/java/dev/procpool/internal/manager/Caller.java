package dev.procpool.internal.manager;

import dev.procpool.ArgumentSerializationException;
import dev.procpool.HomeGoneException;
import dev.procpool.PoolException;
import dev.procpool.internal.base.FailureText;
import dev.procpool.internal.between.Journeys;
import dev.procpool.protocol.call.Request;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.PayloadReader;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The calls of this process to one manager. Each call has a connection to itself, so no call waits for another; idle
 * connections are kept for later calls. Thread-safe.
 */
final class Caller {

    private static final Cleaner CLEANER = Cleaner.create();

    /** The rest of a request, after the byte that says which it is. */
    interface Body {
        void write(PayloadBuffer out, PayloadCodec codec);
    }

    private final Endpoint endpoint;
    private final IdleLines idle;
    private final Queue<Long> released = new ConcurrentLinkedQueue<>();

    private Caller(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.idle = new IdleLines(endpoint);
    }

    /** @param onForgotten told when the caller is no longer reachable */
    static Caller of(Endpoint endpoint, Runnable onForgotten) {
        Caller caller = new Caller(endpoint);
        IdleLines idle = caller.idle;
        CLEANER.register(caller, () -> {
            idle.close();
            onForgotten.run();
        });
        return caller;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Has an object ended by a later call, once {@code handler} is no longer reachable, unless it has travelled.
     *
     * @param travelled set when a copy of the handler may be in another process
     */
    void endWith(RemoteObject handler, long object, AtomicBoolean travelled) {
        Queue<Long> queue = released;
        CLEANER.register(handler, () -> {
            if (!travelled.get()) {
                queue.add(object);
            }
        });
    }

    /**
     * Makes a request whose method does not declare interrupts.
     *
     * @param what names the request in messages
     */
    Object request(String what, Request request, Body body) {
        try {
            return request(what, false, request, body);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new PoolException(what + " in " + endpoint + " threw " + e, e);
        }
    }

    /**
     * Makes a request and waits for its answer.
     *
     * @param interruptible whether an interrupt is thrown as itself
     * @throws HomeGoneException if the manager is gone, or dies meanwhile
     * @throws Throwable the failure of the object
     */
    Object request(String what, boolean interruptible, Request request, Body body) throws Throwable {
        boolean interrupted = Thread.interrupted();
        if (interrupted && interruptible) {
            throw new InterruptedException();
        }
        try {
            return exchange(what, request, body).get();
        } catch (LineException e) {
            if (!Thread.interrupted()) {
                throw new HomeGoneException(endpoint + " is gone: " + FailureText.of(e.getCause()), e.getCause());
            } else if (interruptible) {
                throw new InterruptedException(what + " was interrupted");
            }
            interrupted = true;
            throw new PoolException(
                    what + " in " + endpoint + " was interrupted, and may have had its effect", e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The connection has failed, which is not to be mistaken for a failure of the object. */
    private static final class LineException extends Exception {

        private static final long serialVersionUID = 1L;

        LineException(IOException cause) {
            super(cause);
        }
    }

    private Reply.Result exchange(String what, Request request, Body body) throws LineException {
        try {
            return exchange(idle.take(), what, request, body);
        } catch (IOException e) {
            throw new LineException(e);
        }
    }

    private Reply.Result exchange(OpenLine line, String what, Request request, Body body) throws IOException {
        PayloadCodec codec = line.codecs().take();
        Journeys sent = new Journeys();
        boolean inOrder = false;
        boolean isAnswered = false;
        try {
            endReleased(line);
            PayloadBuffer out = line.line().begin();
            out.putByte(request.ordinal());
            try {
                sent.during(() -> body.write(out, codec));
            } catch (EncodingException e) {
                inOrder = true; // nothing was sent
                throw new ArgumentSerializationException(
                        "an argument of " + what + " cannot be sent: " + e.getMessage(), e);
            }
            line.line().send();
            PayloadReader in = line.line().receive();
            inOrder = true;
            Reply.Result result = new Reply(what, endpoint, codec).of(in);
            isAnswered = true;
            return result;
        } finally {
            if (!isAnswered) {
                sent.recall(); // nobody has decoded the arguments, or not all of them
            }
            line.codecs().release(codec);
            idle.giveBack(line, inOrder);
        }
    }

    private void endReleased(OpenLine line) throws IOException {
        for (Long object = released.poll(); object != null; object = released.poll()) {
            try {
                end(line, object);
            } catch (IOException e) {
                released.add(object); // another connection may do
                throw e;
            }
        }
    }

    private static void end(OpenLine line, long object) throws IOException {
        PayloadBuffer out = line.line().begin();
        out.putByte(Request.END.ordinal());
        out.putLong(object);
        line.line().send();
        line.line().receive();
    }

    /** Closes the idle connections; later calls open new ones if they can. */
    void close() {
        idle.close();
    }
}
