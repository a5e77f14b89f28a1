/** Handles of objects between processes, such as {@link dev.procpool.ProcessLock}, and the home of this process. */
package dev.procpool.internal.between;
