package dev.procpool.protocol.start;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Opens packages of {@code java.base} to Chronicle in a JVM that was started without the flags, so that a program needs
 * none. The trusted lookup of {@link MethodHandles} is read through {@code sun.misc.Unsafe}, which Chronicle needs
 * anyway; with it the JDK's own methods of {@link Module} are called that the flags stand for. Everything is done by
 * reflection, as the compiler lets no program refer to these members. Thread-safe.
 */
final class JvmAccess {

    /** Set to {@code never}, this system property keeps procpool from opening packages by itself. */
    static final String PROPERTY = "dev.procpool.opens";

    private static final String UNSAFE = "sun.misc.Unsafe";

    private static final Module BASE = Object.class.getModule();
    private static final Set<String> MODULES_OF_CHRONICLE =
            Set.of("chronicle.core", "chronicle.bytes", "chronicle.wire", "chronicle.queue", "chronicle.threads");

    /** Modules that Chronicle needs and no automatic module can require, each with a class of it. */
    private static final Map<String, String> REQUIRED =
            new TreeMap<>(Map.of("jdk.unsupported", UNSAFE, "org.slf4j", "org.slf4j.Logger"));

    private final List<String> opened;
    private final List<String> exported;
    private final List<Module> users;

    /**
     * The access that procpool and Chronicle need.
     *
     * @param opened packages of {@code java.base} whose private members are read
     * @param exported packages of {@code java.base} that are called
     */
    JvmAccess(List<String> opened, List<String> exported) {
        this.opened = opened;
        this.exported = exported;
        this.users = users(JvmAccess.class.getModule());
    }

    /** The modules that need the access: the unnamed one, or those of the module path that procpool is read from. */
    private static List<Module> users(Module ours) {
        if (!ours.isNamed()) {
            return List.of(ours);
        }
        List<Module> users = new ArrayList<>(List.of(ours));
        for (Module module : ours.getLayer().modules()) {
            if (MODULES_OF_CHRONICLE.contains(module.getName())) {
                users.add(module);
            }
        }
        if (users.size() == 1) {
            users.add(ClassLoader.getSystemClassLoader().getUnnamedModule()); // Chronicle is on the class path
        }
        return users;
    }

    /** The modules that the flags have to name, such as {@code ALL-UNNAMED}. */
    String targets() {
        return users.stream()
                .map(user -> user.isNamed() ? user.getName() : "ALL-UNNAMED")
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** The modules that are missing on a module path whose automatic modules are procpool and Chronicle. */
    List<String> missingModules() {
        Module ours = JvmAccess.class.getModule();
        if (!ours.isNamed()) {
            return List.of();
        }
        return REQUIRED.entrySet().stream()
                .filter(required -> !exists(required.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, JvmAccess.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whether everything is accessible already. */
    boolean isGiven() {
        for (Module user : users) {
            for (String name : opened) {
                if (!BASE.isOpen(name, user)) {
                    return false;
                }
            }
            for (String name : exported) {
                if (!BASE.isExported(name, user)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Opens and exports the packages, and {@code optional} ones with them.
     *
     * @throws IllegalStateException if the user or the JDK does not allow it, with the reason
     */
    void obtain(List<String> optional) {
        if ("never".equals(System.getProperty(PROPERTY))) {
            throw new IllegalStateException("-D" + PROPERTY + "=never");
        }
        try {
            MethodHandles.Lookup lookup = trustedLookup();
            Implementation open = new Implementation(lookup, "implAddOpens");
            Implementation export = new Implementation(lookup, "implAddExports");
            for (Module user : users) {
                for (String name : opened) {
                    open.add(name, user);
                }
                for (String name : exported) {
                    export.add(name, user);
                }
                for (String name : optional) {
                    export.add(name, user);
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the module jdk.unsupported is not resolved: add 'requires jdk.unsupported'", e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK does not allow procpool to open them by itself: " + e, e);
        }
        if (!isGiven()) {
            throw new IllegalStateException("the JDK did not open them when procpool asked");
        }
        System.getLogger(JvmAccess.class.getName())
                .log(System.Logger.Level.DEBUG, "opened {0} and exported {1} of java.base", opened, exported);
    }

    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        Class<?> type = Class.forName(UNSAFE);
        Field singleton = type.getDeclaredField("theUnsafe");
        singleton.setAccessible(true);
        Object unsafe = singleton.get(null);
        Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        Object base = type.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
        Object offset = type.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
        return (MethodHandles.Lookup)
                type.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
    }

    /** One method of {@link Module}, in its forms for a named module and for all unnamed ones. */
    private static final class Implementation {

        private final MethodHandle toModule;
        private final MethodHandle toAllUnnamed;

        Implementation(MethodHandles.Lookup lookup, String name) throws ReflectiveOperationException {
            toModule = lookup.findVirtual(
                    Module.class, name, MethodType.methodType(void.class, String.class, Module.class));
            toAllUnnamed = lookup.findVirtual(
                    Module.class, name + "ToAllUnnamed", MethodType.methodType(void.class, String.class));
        }

        void add(String packageName, Module user) throws Throwable {
            if (user.isNamed()) {
                toModule.invoke(BASE, packageName, user);
            } else {
                toAllUnnamed.invoke(BASE, packageName);
            }
        }
    }
}
