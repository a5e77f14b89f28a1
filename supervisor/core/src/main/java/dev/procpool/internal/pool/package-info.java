/** The front of a pool: encoding, splitting, ordering, futures. A {@code Backend} runs the items. */
package dev.procpool.internal.pool;
