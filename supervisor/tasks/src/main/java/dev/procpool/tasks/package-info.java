/** How a task is named on the command line, the tasks that are built in, and what runs in the worker for them. */
package dev.procpool.tasks;
