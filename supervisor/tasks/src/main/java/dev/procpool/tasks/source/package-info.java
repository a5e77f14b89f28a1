/** Functions from the text of an expression, compiled in memory. */
package dev.procpool.tasks.source;
