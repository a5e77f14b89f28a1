/** Named blocks of memory that the processes of one user share, and their removal after the death of their creator. */
package dev.procpool.internal.memory;
