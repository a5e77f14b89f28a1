package dev.procpool.bench;

import dev.procpool.internal.engine.Engine;

record BenchThatSeesAnEngine(Engine seen) {}
