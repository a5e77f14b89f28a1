/** What supervisor and worker say to each other: commands and events, and the frame that carries them. Internal: may change with every release. */
package dev.procpool.protocol.message;
