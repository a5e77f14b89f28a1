/** Which worker gets which items, and how many. Depends on the rooms of items and workers. */
package dev.procpool.internal.engine.dispatch;
