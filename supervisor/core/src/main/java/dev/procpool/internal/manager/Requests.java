package dev.procpool.internal.manager;

import dev.procpool.protocol.call.Request;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.task.Task;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.List;

/**
 * Carries out the requests of callers. Thread-safe.
 *
 * @param objects the objects of the manager
 * @param address the address for other machines; null if there is none
 * @param isLocal whether the callers are processes of this user on this machine, which may also end the manager
 * @param onShutDown ends the manager
 */
record Requests(ObjectTable objects, String address, boolean isLocal, Runnable onShutDown) {

    private static final int MOST_ARGUMENTS = 255;

    void shutDown() {
        onShutDown.run();
    }

    /**
     * Carries out one request and writes its answer; returns false if it was the last one of the manager.
     *
     * @throws IOException if the request makes no sense: the connection is closed then
     */
    boolean carryOut(PayloadReader in, Session session) throws IOException {
        try {
            Request request = Request.of(in.getByte());
            if (request == null) {
                throw new IOException("an unknown request");
            }
            return carryOut(request, in, session);
        } catch (BufferUnderflowException e) {
            throw new IOException("a request that ends too early", e);
        }
    }

    private boolean carryOut(Request request, PayloadReader in, Session session) {
        if (request == Request.SHUTDOWN && isLocal) {
            session.answer().value(null);
            return false;
        }
        try {
            switch (request) {
                case CALL -> call(in, session);
                case TEXT -> text(in, session);
                case SERVE -> serve(in, session);
                case MAKE -> make(in, session);
                case RUN -> run((Task<?>) decode(in, session), session);
                case PUBLISH -> publish(in, session);
                case FIND -> session.answer().value(found((String) decode(in, session)));
                case END -> {
                    objects.end(in.getLong());
                    session.answer().value(null);
                }
                case ADDRESS -> session.answer().value(address);
                default -> session.answer().refused("only a process of the same machine may end the manager");
            }
        } catch (DecodingException | ClassCastException e) {
            session.answer().unreadable(e);
        }
        return true;
    }

    private void call(PayloadReader in, Session session) {
        Served served = objects.get(in.getLong());
        long signature = in.getLong();
        int index = in.getInt();
        int count = in.getInt();
        if (served == null) {
            session.answer().noObject();
            return;
        }
        MethodTable table = served.table();
        if (table.signature() != signature) {
            session.answer().refused("the interface " + served.type().getName() + " of the object is another one");
            return;
        }
        if (index < 0 || index >= table.size() || count != table.method(index).getParameterCount()) {
            session.answer().refused(served.type().getName() + " has no such method");
            return;
        }
        Object[] arguments = decode(in, count, session);
        answer(session, () -> served.call(index, arguments));
    }

    private void text(PayloadReader in, Session session) {
        Served served = objects.get(in.getLong());
        if (served == null) {
            session.answer().noObject();
        } else {
            answer(session, served::text);
        }
    }

    private void serve(PayloadReader in, Session session) {
        boolean oneAtATime = in.getByte() != 0;
        Object[] parts = decode(in, 2, session);
        Class<?> type = (Class<?>) parts[0];
        Task<?> factory = (Task<?>) parts[1];
        answer(session, () -> objects.add(new Served(factory.call(), type, oneAtATime)));
    }

    private void make(PayloadReader in, Session session) {
        Kind kind = Kind.of(in.getByte());
        if (kind == null) {
            session.answer().refused("this manager makes no such objects");
        } else {
            session.answer().value(objects.add(kind.make()));
        }
    }

    private void run(Task<?> task, Session session) {
        answer(session, task::call);
    }

    private void publish(PayloadReader in, Session session) {
        long object = in.getLong();
        String name = (String) decode(in, session);
        if (objects.get(object) == null) {
            session.answer().noObject();
        } else {
            objects.publish(name, object);
            session.answer().value(null);
        }
    }

    /** The number of an object and the name of its interface; null if there is none. */
    private List<Object> found(String name) {
        Long object = objects.find(name).orElse(null);
        Served served = object == null ? null : objects.get(object);
        return served == null ? null : List.of(object, served.type().getName());
    }

    private static void answer(Session session, Session.Work work) {
        Object result;
        try {
            result = session.outside(work);
        } catch (Throwable e) { // whatever the code of the object throws goes to the caller
            session.answer().thrown(e);
            return;
        }
        session.answer().value(result);
    }

    private Object decode(PayloadReader in, Session session) {
        return decode(in, 1, session)[0];
    }

    private Object[] decode(PayloadReader in, int count, Session session) {
        return isLocal
                ? decodeAll(in, count, session)
                : Managers.HERE.decodeFromElsewhere(() -> decodeAll(in, count, session));
    }

    private static Object[] decodeAll(PayloadReader in, int count, Session session) {
        if (count > MOST_ARGUMENTS) {
            throw new BufferUnderflowException();
        }
        PayloadCodec codec = session.codecs().take();
        try {
            Object[] values = new Object[count];
            for (int i = 0; i < count; i++) {
                int length = in.getVarInt();
                int at = in.position();
                in.skip(length);
                values[i] = codec.decode(in.array(), at, length);
            }
            return values;
        } finally {
            session.codecs().release(codec);
        }
    }
}
