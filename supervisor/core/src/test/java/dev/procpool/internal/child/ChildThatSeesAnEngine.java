package dev.procpool.internal.child;

import dev.procpool.internal.engine.Engine;

public record ChildThatSeesAnEngine(Engine seen) {}
