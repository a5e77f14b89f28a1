package dev.procpool.embedded;

record ProgramThatSeesInternals(dev.procpool.internal.base.FailureText text) {}
