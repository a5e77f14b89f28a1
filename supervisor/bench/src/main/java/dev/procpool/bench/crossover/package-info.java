/** From how many items on a pool of worker JVMs is faster than one thread: a law, and the measurement beside it. */
package dev.procpool.bench.crossover;
