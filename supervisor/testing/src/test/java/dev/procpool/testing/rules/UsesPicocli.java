package dev.procpool.testing.rules;

record UsesPicocli(picocli.CommandLine commandLine) {}
