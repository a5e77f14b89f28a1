/** From a configuration to a running child JVM, and from its end to a report: directories, command lines, output. */
package dev.procpool.internal.launch;
