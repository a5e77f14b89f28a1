/** The only door to what Linux alone has: {@code /proc}, sessions, {@code /dev/shm}, priorities. */
package dev.procpool.internal.platform;
