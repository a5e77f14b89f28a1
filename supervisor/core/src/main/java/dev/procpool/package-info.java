/**
 * Python's {@code multiprocessing} for the JVM: {@link dev.procpool.Pool} runs functions in worker JVMs, {@link
 * dev.procpool.ChildProcess} runs one task in a JVM of its own. Functions are those of {@code dev.procpool.task}.
 */
package dev.procpool;
