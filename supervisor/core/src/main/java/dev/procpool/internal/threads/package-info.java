/** The backend whose workers are threads of this JVM. */
package dev.procpool.internal.threads;
