/** Programs that a worker starts, one for each item: the words of GNU parallel, and a process tree that ends whole. */
package dev.procpool.tasks.command;
