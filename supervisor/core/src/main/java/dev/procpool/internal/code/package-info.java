/** Classes that workers lack: which they are, their class files, and the spaces of workers that they go to. */
package dev.procpool.internal.code;
