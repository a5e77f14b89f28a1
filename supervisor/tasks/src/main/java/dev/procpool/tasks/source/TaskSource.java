package dev.procpool.tasks.source;

import java.nio.file.Path;
import java.util.List;

/** Text that is compiled to classes, one of which has the task. */
public sealed interface TaskSource permits Expression, SourceFile {

    /**
     * Looks whether this Java can compile. Without the module {@code java.compiler}, classes that use a compiler cannot
     * even be loaded; this one can.
     *
     * @throws SourceException if it cannot
     */
    static void requireCompiler() throws SourceException {
        if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
            throw new SourceException("expressions and source files need a JDK: this Java has no compiler"
                    + " (the module jdk.compiler is missing)");
        }
    }

    /**
     * Compiles the text, where there is a compiler.
     *
     * @param surroundings what the text may use
     * @return the classes without those that are local or anonymous, none of which is initialized; the main class is
     *     the first
     * @throws SourceException if javac refuses the text, with javac's messages
     */
    List<Class<?>> compile(Surroundings surroundings) throws SourceException;

    /**
     * The classes that a text may use, beside those of the JDK.
     *
     * @param loader finds the classes of both paths, and is the parent of the loader of what is compiled
     * @param classPath the jars and directories of the user
     * @param procpool the class path of procpool
     */
    record Surroundings(ClassLoader loader, List<Path> classPath, List<Path> procpool) {

        public Surroundings {
            classPath = List.copyOf(classPath);
            procpool = List.copyOf(procpool);
        }
    }
}
