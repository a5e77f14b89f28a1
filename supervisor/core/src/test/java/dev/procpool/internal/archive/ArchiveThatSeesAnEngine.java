package dev.procpool.internal.archive;

import dev.procpool.internal.engine.Engine;

public record ArchiveThatSeesAnEngine(Engine seen) {}
