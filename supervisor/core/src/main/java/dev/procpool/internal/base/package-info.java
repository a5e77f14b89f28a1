/** Small things that every room of the engine uses: loggers that never throw, daemon threads, times, words for a failure. */
package dev.procpool.internal.base;
