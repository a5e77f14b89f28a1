/** The front of a pool: encoding, splitting, ordering, futures. What runs the items is a {@code Backend}. */
package dev.procpool.internal.pool;
