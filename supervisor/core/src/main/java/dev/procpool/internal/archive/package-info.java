/** The start-up archive of workers: where it is, and the background process that makes it. */
package dev.procpool.internal.archive;
