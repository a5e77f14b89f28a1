/** Classes on their way to a JVM that lacks them. */
package dev.procpool.protocol.code;
