/** The types that users hand over to a pool: functions that can travel, and the context in which they run. */
package dev.procpool.task;
