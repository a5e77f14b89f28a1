/** The threads of the library, and what runs before they do. */
package dev.procpool.internal.threads;
