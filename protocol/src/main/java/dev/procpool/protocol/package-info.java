/**
 * What supervisor and worker say to each other: commands and events, the frame that carries them, exit codes, and the
 * names inside a worker's directory. Internal: may change with every release.
 */
package dev.procpool.protocol;
