package dev.procpool.internal.manager;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Optional;

/** The objects behind proxies. */
final class Proxies {

    private Proxies() {}

    static <T> T make(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The object that a proxy of any manager is of; empty for other objects. */
    static Optional<ObjectForm> formOf(Object proxy) {
        if (proxy instanceof Face face) {
            return formOf(face.calls());
        }
        if (proxy == null || !Proxy.isProxyClass(proxy.getClass())) {
            return Optional.empty();
        }
        InvocationHandler handler = Proxy.getInvocationHandler(proxy);
        if (handler instanceof LocalObject local) {
            return Optional.of(local.form());
        }
        return handler instanceof RemoteObject remote ? Optional.of(remote.form()) : Optional.empty();
    }

    /** The object of a proxy does not end with the proxy any more. */
    static void keep(Object proxy) {
        Object face = proxy instanceof Face it ? it.calls() : proxy;
        if (Proxy.getInvocationHandler(face) instanceof RemoteObject remote) {
            remote.keep();
        }
    }

    /** Whether an object is a proxy of the same object. */
    static boolean isOf(Object other, ObjectForm form) {
        return formOf(other)
                .filter(its -> its.object() == form.object()
                        && its.endpoint().id().equals(form.endpoint().id()))
                .isPresent();
    }

    static int hashOf(ObjectForm form) {
        return Objects.hash(form.object(), form.endpoint().id());
    }
}
