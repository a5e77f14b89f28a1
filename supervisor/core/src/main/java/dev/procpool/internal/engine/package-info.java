/**
 * Runs items in worker processes: all state of a pool behind one short lock, and one reader of events at a time.
 *
 * <p>The state lies in four rooms, which depend on one another in this order only: {@code items}, {@code workers},
 * {@code dispatch}, {@code watch}. The four share {@link dev.procpool.internal.engine.Worker}, of which each changes
 * its own part.
 */
package dev.procpool.internal.engine;
