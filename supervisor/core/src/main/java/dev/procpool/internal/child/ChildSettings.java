package dev.procpool.internal.child;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a child process. Immutable.
 *
 * @param name the name of the child
 * @param daemon whether the child is killed when the main program of this JVM ends
 * @param jvmOptions options of the child's JVM, after those of procpool, so that they win
 * @param stdout the file for the child's standard output; empty for that of this JVM
 * @param stderr the file for the child's standard error; empty for that of this JVM
 */
record ChildSettings(
        String name, boolean daemon, List<String> jvmOptions, Optional<Path> stdout, Optional<Path> stderr) {}
