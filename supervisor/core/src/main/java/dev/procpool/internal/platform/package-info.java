/**
 * The only door to features of one operating system: {@code /proc}, sessions, shared memory, priorities, descriptors.
 */
package dev.procpool.internal.platform;
