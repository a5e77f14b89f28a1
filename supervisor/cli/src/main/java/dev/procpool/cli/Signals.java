package dev.procpool.cli;

import dev.procpool.internal.base.Loggers;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Signals of the operating system. Their class is the JDK's, but not of its documented API: so it is used by its name. */
final class Signals {

    private Signals() {}

    /**
     * Handles a signal from now on, instead of the JVM, which would exit. Where that is not possible the JVM goes on to exit.
     *
     * @param name without SIG, such as {@code INT}
     * @param handler called with the number of the signal, on a thread of its own for each
     */
    static void handle(String name, Consumer<Integer> handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, args) -> switch (method.getName()) {
                case "handle" -> {
                    handler.accept((Integer) signal.getMethod("getNumber").invoke(args[0]));
                    yield null;
                }
                case "equals" -> proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "procpool's handler of SIG" + name;
            };
            Object adapter =
                    Proxy.newProxyInstance(signalHandler.getClassLoader(), new Class<?>[] {signalHandler}, invocation);
            signal.getMethod("handle", signal, signalHandler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), adapter);
        } catch (ReflectiveOperationException | RuntimeException e) {
            Loggers.of(Signals.class).log(Level.DEBUG, "SIG" + name + " is left to the JVM", e);
        }
    }
}
