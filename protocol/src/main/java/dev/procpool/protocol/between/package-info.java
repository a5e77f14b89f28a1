/**
 * Objects that lie between processes: words in a page that several JVMs map, and lines to the JVM that made the page.
 *
 * <p>The state of an object is words of the page. The JVM that wants to change it does so by compare-and-set, without
 * asking another one. The JVM that created the object, its <em>home</em>, acts only when a thread must sleep or a
 * process has died. Uses nothing but the JDK, so that a process without queues loads no library for a lock.
 */
package dev.procpool.protocol.between;
