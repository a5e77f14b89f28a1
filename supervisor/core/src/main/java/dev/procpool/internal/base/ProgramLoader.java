package dev.procpool.internal.base;

/** The class loader that finds the classes of tasks, arguments and results in this JVM. */
public final class ProgramLoader {

    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private ProgramLoader() {}

    /**
     * The context class loader of this thread if it finds procpool, else the one that has loaded procpool. Threads of
     * the common pool have the system class loader as context, which in an executable jar with jars within finds the
     * classes neither of the program nor of procpool.
     *
     * <p>If a caller of procpool has a class loader below that one, this is it: {@code java Foo.java} loads the classes
     * of the program with a loader that JDK 17 does not make the context of its thread.
     */
    public static ClassLoader here() {
        ClassLoader own = ProgramLoader.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader known = context != null && finds(context, ProgramLoader.class) ? context : own;
        return CALLERS.walk(
                        frames -> frames.map(frame -> frame.getDeclaringClass().getClassLoader())
                                .filter(loader -> isBelow(known, loader) && finds(loader, ProgramLoader.class))
                                .findFirst())
                .orElse(known);
    }

    private static boolean isBelow(ClassLoader above, ClassLoader loader) {
        ClassLoader parent = loader == null ? null : loader.getParent();
        while (parent != null && parent != above) {
            parent = parent.getParent();
        }
        return parent != null;
    }

    private static boolean finds(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
