/** The measurements of {@code procpool bench}, here and beside Python. */
package dev.procpool.bench;
