/**
 * Python's {@code multiprocessing} for the JVM: {@link dev.procpool.Pool} runs functions in worker JVMs, {@link
 * dev.procpool.ChildProcess} runs one task in a JVM of its own. The types of functions are in {@code
 * dev.procpool.task}.
 */
package dev.procpool;
