/** Managers: the process that keeps objects, and the proxies through which other processes use them. */
package dev.procpool.internal.manager;
