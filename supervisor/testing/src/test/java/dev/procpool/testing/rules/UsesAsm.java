package dev.procpool.testing.rules;

record UsesAsm(org.objectweb.asm.ClassReader reader) {}
