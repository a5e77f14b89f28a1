/** The start-up archive of workers: its file, and the background process that makes it. */
package dev.procpool.internal.archive;
