/** What users hand over to a pool: functions that can travel, and the context they run in. */
package dev.procpool.task;
