/** Who runs what: all state of a pool of worker processes behind one short lock, and one reader of events at a time. */
package dev.procpool.internal.engine;
