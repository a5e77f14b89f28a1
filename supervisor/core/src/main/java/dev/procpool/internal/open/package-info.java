/** Puts a pool together, and ends it when the JVM goes down or nobody can reach it any more. */
package dev.procpool.internal.open;
