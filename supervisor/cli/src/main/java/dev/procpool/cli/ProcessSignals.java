package dev.procpool.cli;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals of the operating system. Their class in the JDK is not part of its documented API, and is used by its name.
 */
final class ProcessSignals implements Signals {

    @Override
    public void handle(String name, IntConsumer handler) {
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
            System.getLogger(ProcessSignals.class.getName()).log(Level.DEBUG, "SIG" + name + " is left to the JVM", e);
        }
    }
}
