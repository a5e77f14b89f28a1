/** The command line. Uses the public API only. */
package dev.procpool.cli;
