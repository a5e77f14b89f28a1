package dev.procpool.internal.manager;

import dev.procpool.ChildProcess;
import dev.procpool.HomeGoneException;
import dev.procpool.Manager;
import dev.procpool.Namespace;
import dev.procpool.ProcessBarrier;
import dev.procpool.ProcessCondition;
import dev.procpool.ProcessEvent;
import dev.procpool.ProcessLock;
import dev.procpool.ProcessQueue;
import dev.procpool.ProcessReadWriteLock;
import dev.procpool.ProcessSemaphore;
import dev.procpool.SharedDouble;
import dev.procpool.SharedLong;
import dev.procpool.internal.base.FailureText;
import dev.procpool.internal.base.Interrupts;
import dev.procpool.protocol.call.Request;
import dev.procpool.task.Task;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * A manager in another process. Thread-safe.
 *
 * @param started empty if this process has not started it
 */
public record ManagerHandle(Caller caller, Optional<ManagerProcess> started) implements Manager {

    private static final int TOKEN_BYTES = 16;

    /** Starts a manager. */
    public static Manager start(ManagerOptions options) {
        String token = options.token().orElseGet(ManagerHandle::newToken);
        ManagerProcess process = Interrupts.setAside(() -> ManagerProcess.start(options, token));
        return new ManagerHandle(Managers.HERE.callerOf(process.endpoint()), Optional.of(process));
    }

    private static String newToken() {
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /** Connects to a manager. */
    public static Manager connect(InetSocketAddress address, String token) {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(token, "token");
        Endpoint place = Endpoint.at((ManagerId) null, address, token);
        try {
            ManagerId id = OpenLine.idOf(place);
            return new ManagerHandle(Managers.HERE.connected(Endpoint.at(id, address, token)), Optional.empty());
        } catch (IOException e) {
            throw new HomeGoneException(place + " cannot be reached: " + FailureText.of(e), e);
        }
    }

    @Override
    public <T> T serve(Class<T> type, Task<? extends T> factory) {
        return serve(type, factory, true);
    }

    @Override
    public <T> T serveConcurrent(Class<T> type, Task<? extends T> factory) {
        return serve(type, factory, false);
    }

    private <T> T serve(Class<T> type, Task<? extends T> factory, boolean oneAtATime) {
        Objects.requireNonNull(factory, "factory");
        if (!type.isInterface()) {
            throw new IllegalArgumentException("type must be an interface: " + type.getName());
        }
        Object id = caller.request("serve(" + type.getSimpleName() + ")", Request.SERVE, (out, codec) -> {
            out.putByte(oneAtATime ? 1 : 0);
            codec.encode(type, out);
            codec.encode(factory, out);
        });
        return Proxies.make(type, RemoteObject.ofNew(caller, (Long) id));
    }

    private RemoteObject made(Kind kind) {
        Object id = caller.request(kind.toString(), Request.MAKE, (out, codec) -> out.putByte(kind.ordinal()));
        return RemoteObject.ofNew(caller, (Long) id);
    }

    @Override
    public <E> List<E> list() {
        return new ManagedList<>(calls(ListCalls.class, made(Kind.LIST)));
    }

    @Override
    public <E> List<E> list(Collection<? extends E> elements) {
        List<E> list = list();
        list.addAll(elements);
        return list;
    }

    @Override
    public <K, V> ConcurrentMap<K, V> map() {
        return new ManagedMap<>(calls(MapCalls.class, made(Kind.MAP)));
    }

    /** @param raw the class of {@code T}, whose type parameters it does not have */
    @SuppressWarnings("unchecked")
    private static <T> T calls(Class<?> raw, RemoteObject handler) {
        return (T) Proxies.make(raw, handler);
    }

    @Override
    public Namespace namespace() {
        return Proxies.make(Namespace.class, made(Kind.NAMESPACE));
    }

    @Override
    public ProcessLock lock() {
        return handle("lock()", () -> ProcessLock.create());
    }

    @Override
    public ProcessLock reentrantLock() {
        return handle("reentrantLock()", () -> ProcessLock.reentrant());
    }

    @Override
    public ProcessReadWriteLock readWriteLock() {
        return handle("readWriteLock()", () -> ProcessReadWriteLock.create());
    }

    @Override
    public ProcessCondition condition(ProcessLock lock) {
        return handle("condition()", () -> ProcessCondition.on(lock));
    }

    @Override
    public ProcessBarrier barrier(int parties) {
        return handle("barrier()", () -> ProcessBarrier.of(parties));
    }

    @Override
    public ProcessEvent event() {
        return handle("event()", () -> ProcessEvent.create());
    }

    @Override
    public ProcessSemaphore semaphore(int permits) {
        return handle("semaphore()", () -> ProcessSemaphore.of(permits));
    }

    @Override
    public ProcessSemaphore boundedSemaphore(int permits) {
        return handle("boundedSemaphore()", () -> ProcessSemaphore.bounded(permits));
    }

    @Override
    public <T> ProcessQueue<T> queue() {
        return handle("queue()", () -> ProcessQueue.create());
    }

    @Override
    public <T> ProcessQueue<T> queue(int capacity) {
        return handle(
                "queue()", () -> ProcessQueue.<T>builder().capacity(capacity).create());
    }

    @Override
    public SharedLong sharedLong(long value) {
        return handle("sharedLong()", () -> SharedLong.of(value));
    }

    @Override
    public SharedDouble sharedDouble(double value) {
        return handle("sharedDouble()", () -> SharedDouble.of(value));
    }

    /** An object whose state is in memory that the processes of one machine share. */
    private <T> T handle(String what, Task<T> factory) {
        if (caller.endpoint().socket() == null) {
            throw new UnsupportedOperationException(what + " makes an object in memory that " + caller.endpoint()
                    + " cannot share with this process; serve an object of your own instead");
        }
        return run(what, factory);
    }

    @Override
    public <R> R run(Task<R> task) {
        Objects.requireNonNull(task, "task");
        return run("run()", task);
    }

    @SuppressWarnings("unchecked")
    private <R> R run(String what, Task<R> task) {
        return (R) caller.request(what, Request.RUN, (out, codec) -> codec.encode(task, out));
    }

    @Override
    public void publish(String name, Object proxy) {
        Objects.requireNonNull(name, "name");
        long object = ownForm(proxy).object();
        Proxies.keep(proxy);
        caller.request("publish(" + name + ")", Request.PUBLISH, (out, codec) -> {
            out.putLong(object);
            codec.encode(name, out);
        });
    }

    private ObjectForm ownForm(Object proxy) {
        return Proxies.formOf(proxy)
                .filter(form -> form.endpoint().id().equals(caller.endpoint().id()))
                .orElseThrow(() -> new IllegalArgumentException("proxy must be one of " + caller.endpoint()));
    }

    @Override
    public <T> T find(String name, Class<T> type) {
        Objects.requireNonNull(name, "name");
        List<?> found =
                (List<?>) caller.request("find(" + name + ")", Request.FIND, (out, codec) -> codec.encode(name, out));
        if (found == null) {
            throw new NoSuchElementException(caller.endpoint() + " has no object called " + name);
        }
        RemoteObject handler = new RemoteObject(caller, (Long) found.get(0));
        return type.cast(face((String) found.get(1), handler, type));
    }

    private static Object face(String typeName, RemoteObject handler, Class<?> type) {
        if (typeName.equals(ListCalls.class.getName())) {
            return new ManagedList<>(calls(ListCalls.class, handler));
        } else if (typeName.equals(MapCalls.class.getName())) {
            return new ManagedMap<>(calls(MapCalls.class, handler));
        } else if (typeName.equals(type.getName())) {
            return Proxies.make(type, handler);
        }
        throw new ClassCastException("the object is a " + typeName + ", not a " + type.getName());
    }

    @Override
    public void end(Object proxy) {
        long object = ownForm(proxy).object();
        caller.request("end()", Request.END, (out, codec) -> out.putLong(object));
    }

    @Override
    public Optional<InetSocketAddress> address() {
        if (caller.endpoint().socket() == null) {
            return Optional.of(new InetSocketAddress(
                    caller.endpoint().host(), caller.endpoint().port()));
        }
        String bound = (String) caller.request("address()", Request.ADDRESS, (out, codec) -> {});
        return Optional.ofNullable(bound).map(text -> {
            String[] parts = text.split(" ");
            return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
        });
    }

    @Override
    public String token() {
        return caller.endpoint().token();
    }

    @Override
    public Optional<ChildProcess> process() {
        return started.map(ManagerProcess::child);
    }

    @Override
    public void close() {
        started.ifPresent(process -> process.end(caller));
        caller.close();
    }

    @Override
    public String toString() {
        return caller.endpoint().toString();
    }
}
