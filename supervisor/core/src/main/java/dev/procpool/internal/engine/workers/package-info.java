/** The lives of workers: started, taken into service, replaced, retired, stopped. Depends on the room of items only. */
package dev.procpool.internal.engine.workers;
