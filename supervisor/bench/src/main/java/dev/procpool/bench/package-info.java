/** What {@code procpool bench} measures, here and beside Python. */
package dev.procpool.bench;
