/** The items of calls: pending, with a worker, settled. It depends on no other room of the engine. */
package dev.procpool.internal.engine.items;
