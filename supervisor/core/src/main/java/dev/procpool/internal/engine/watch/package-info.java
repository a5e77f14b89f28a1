/** What workers are running, and whether it takes too long or too much memory. Depends on all other rooms of the engine. */
package dev.procpool.internal.engine.watch;
