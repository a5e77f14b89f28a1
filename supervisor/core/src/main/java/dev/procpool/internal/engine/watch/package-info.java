/** Watches workers: for items that take too long, and for too much memory. Depends on all other rooms of the engine. */
package dev.procpool.internal.engine.watch;
