/**
 * The messages between supervisor and worker: commands and events, and the frame that carries them. Internal: may
 * change with every release.
 */
package dev.procpool.protocol.message;
