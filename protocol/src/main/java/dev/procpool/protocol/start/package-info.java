/**
 * The start of a worker: JVM flags, arguments, the names inside its directory, the first connection, exit codes.
 * Internal.
 */
package dev.procpool.protocol.start;
