/** The items of calls: pending, with a worker, settled. This room depends on no other room of the engine. */
package dev.procpool.internal.engine.items;
