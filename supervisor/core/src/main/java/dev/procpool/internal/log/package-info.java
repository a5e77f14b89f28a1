/** What the library logs through. */
package dev.procpool.internal.log;
