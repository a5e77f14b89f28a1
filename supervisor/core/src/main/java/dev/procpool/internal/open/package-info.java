/** Opens a pool, and ends it when the JVM goes down or when nothing refers to the pool any more. */
package dev.procpool.internal.open;
