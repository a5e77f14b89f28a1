/**
 * The main programs of workers and of child processes. Depends on the protocol only; the supervisor never imports it.
 */
package dev.procpool.worker;
