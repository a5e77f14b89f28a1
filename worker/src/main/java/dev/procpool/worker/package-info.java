/** The main program of a child JVM. Depends on the protocol only; the supervisor never imports it. */
package dev.procpool.worker;
