/** The path of bytes between two JVMs: queues, doorbells and shared words. The only importer of Chronicle. */
package dev.procpool.protocol.channel;
