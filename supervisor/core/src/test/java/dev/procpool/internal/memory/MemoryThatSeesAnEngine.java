package dev.procpool.internal.memory;

import dev.procpool.internal.engine.Engine;

public record MemoryThatSeesAnEngine(Engine seen) {}
