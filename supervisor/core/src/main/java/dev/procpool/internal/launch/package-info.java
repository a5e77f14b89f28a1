/** The way from a configuration to a connected worker JVM, and from the end of that JVM to a report. */
package dev.procpool.internal.launch;
