package dev.procpool.protocol.call;

import dev.procpool.protocol.codec.Codecs;

public record CallThatSeesTheCodec(Codecs seen) {}
