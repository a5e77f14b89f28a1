/** Connections to a manager: the challenge that opens them, and the frames of calls and answers. */
package dev.procpool.protocol.call;
