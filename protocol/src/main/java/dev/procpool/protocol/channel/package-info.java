/** The path of bytes between two JVMs: queues, doorbells and shared words. The only package that imports Chronicle. */
package dev.procpool.protocol.channel;
