/** Small classes that every room uses: loggers that never throw, daemon threads, times, the text of a failure. */
package dev.procpool.internal.base;
