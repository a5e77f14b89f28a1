package dev.procpool.internal.manager;

import dev.procpool.HomeGoneException;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/**
 * The handler of a proxy within the manager: calls the object without a connection, and hands over arguments and
 * results as they are. Thread-safe.
 */
final class LocalObject implements InvocationHandler, Serializable {

    private static final long serialVersionUID = 1L;

    private final ObjectForm form;
    private final transient ObjectTable objects;

    LocalObject(ObjectTable objects, long object) {
        this.form = new ObjectForm(objects.endpoint(), object);
        this.objects = objects;
    }

    ObjectForm form() {
        return form;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Served served = objects.get(form.object());
        if (served == null) {
            throw new HomeGoneException("the object " + form.object() + " of this manager has ended", null);
        }
        if (method.getDeclaringClass() != Object.class) {
            return served.call(served.table().indexOf(method), arguments);
        }
        return switch (method.getName()) {
            case "equals" ->
                Proxies.isOf(arguments[0], form)
                        || served.table().hasEquals()
                                && (boolean) served.call(served.table().indexOf("equals", Object.class), arguments);
            case "hashCode" ->
                served.table().hasHashCode()
                        ? served.call(served.table().indexOf("hashCode"), arguments)
                        : (Object) Proxies.hashOf(form);
            default -> served.text();
        };
    }

    private Object writeReplace() {
        return form;
    }
}
