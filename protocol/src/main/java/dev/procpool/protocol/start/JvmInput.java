package dev.procpool.protocol.start;

import java.lang.management.ManagementFactory;
import java.util.List;

/** The options that this JVM was started with, those of environment variables and argument files included. */
public final class JvmInput {

    private JvmInput() {}

    /** The options, without the class path; empty where the JVM does not tell. */
    public static List<String> options() {
        try {
            // RuntimeMXBean calls the same method, but loading java.management takes tens of milliseconds.
            Class<?> vm = Class.forName("jdk.internal.misc.VM");
            String[] options = (String[]) vm.getMethod("getRuntimeArguments").invoke(null);
            return options == null ? List.of() : List.of(options);
        } catch (ReflectiveOperationException e) {
            return ofManagement(); // the package is not exported to procpool
        }
    }

    private static List<String> ofManagement() {
        try {
            return List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
        } catch (LinkageError e) {
            return List.of(); // a program with modules that has not resolved java.management
        }
    }
}
