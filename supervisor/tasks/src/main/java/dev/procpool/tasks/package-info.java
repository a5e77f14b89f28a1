/** The tasks of the command line: their names, the tasks that are built in, and the code that runs them in a worker. */
package dev.procpool.tasks;
