package dev.procpool.internal.platform;

import dev.procpool.internal.backend.Backend;

public record PlatformThatSeesABackend(Backend seen) {}
