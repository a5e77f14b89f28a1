/** Expressions and source files, compiled in memory to classes that have a task. */
package dev.procpool.tasks.source;
