package dev.procpool.internal.manager;

import dev.procpool.PoolException;
import dev.procpool.protocol.call.Request;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;

/** The handler of a proxy: each method is a call to the manager. Thread-safe. */
final class RemoteObject implements InvocationHandler, Serializable {

    private static final long serialVersionUID = 1L;
    private static final Object[] NONE = {};

    private final ObjectForm form;
    private final transient Caller caller;
    private final transient AtomicBoolean travelled = new AtomicBoolean();

    RemoteObject(Caller caller, long object) {
        this.form = new ObjectForm(caller.endpoint(), object);
        this.caller = caller;
    }

    /** The handler of an object that was made for this process: the object ends with it, unless it travels. */
    static RemoteObject ofNew(Caller caller, long object) {
        RemoteObject handler = new RemoteObject(caller, object);
        caller.endWith(handler, object, handler.travelled);
        return handler;
    }

    ObjectForm form() {
        return form;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Class<?> type = proxy.getClass().getInterfaces()[0];
        MethodTable table = MethodTable.of(type);
        try {
            return method.getDeclaringClass() == Object.class
                    ? ofObject(method.getName(), type, table, arguments)
                    : call(type, table, table.indexOf(method), arguments);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private Object ofObject(String method, Class<?> type, MethodTable table, Object[] arguments) throws Throwable {
        return switch (method) {
            case "equals" ->
                Proxies.isOf(arguments[0], form)
                        || table.hasEquals()
                                && (boolean) call(type, table, table.indexOf("equals", Object.class), arguments);
            case "hashCode" ->
                table.hasHashCode() ? call(type, table, table.indexOf("hashCode"), NONE) : Proxies.hashOf(form);
            default -> text(type);
        };
    }

    /** A text must be had of every object, also of one that has ended. */
    private String text(Class<?> type) {
        try {
            return (String) caller.request(name(type) + ".toString", Request.TEXT, (out, codec) -> {
                out.putLong(form.object());
            });
        } catch (PoolException e) {
            return "a " + name(type) + " of " + form.endpoint() + " that cannot be reached";
        }
    }

    /** The name for messages: a user knows the collections by their own names. */
    private static String name(Class<?> type) {
        if (type == ListCalls.class) {
            return "List";
        }
        return type == MapCalls.class ? "Map" : type.getSimpleName();
    }

    private Object call(Class<?> type, MethodTable table, int index, Object[] arguments) throws Throwable {
        Object[] all = arguments == null ? NONE : arguments;
        String what = name(type) + "." + table.method(index).getName();
        return caller.request(what, table.isInterruptible(index), Request.CALL, (out, codec) -> {
            out.putLong(form.object());
            out.putLong(table.signature());
            out.putInt(index);
            out.putInt(all.length);
            for (Object one : all) {
                codec.encode(one, out);
            }
        });
    }

    /** The object lives on without this handler. */
    void keep() {
        travelled.set(true);
    }

    private Object writeReplace() {
        keep();
        return form;
    }
}
