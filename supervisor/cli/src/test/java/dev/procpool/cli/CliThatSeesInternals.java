package dev.procpool.cli;

import dev.procpool.internal.base.Times;

record CliThatSeesInternals(Times seen) {}
