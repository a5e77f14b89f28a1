/** Traces of runs as files that can be looked at. Knows neither the command line nor pools. */
package dev.procpool.cli.trace;
