package dev.procpool.internal.base;

/** The class loader that finds the classes of tasks, arguments and results in this JVM. */
public final class ProgramLoader {

    private ProgramLoader() {}

    /**
     * The context class loader of this thread if it finds procpool, else the one that has loaded procpool. Threads of
     * the common pool have the system class loader as context, which in an executable jar with jars within finds the
     * classes neither of the program nor of procpool.
     */
    public static ClassLoader here() {
        ClassLoader own = ProgramLoader.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null && finds(context, ProgramLoader.class) ? context : own;
    }

    private static boolean finds(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
