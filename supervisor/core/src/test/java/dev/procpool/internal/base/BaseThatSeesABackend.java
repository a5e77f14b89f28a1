package dev.procpool.internal.base;

import dev.procpool.internal.backend.Backend;

public record BaseThatSeesABackend(Backend seen) {}
