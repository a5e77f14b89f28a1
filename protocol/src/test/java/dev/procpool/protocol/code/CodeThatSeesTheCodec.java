package dev.procpool.protocol.code;

import dev.procpool.protocol.codec.Codecs;

public record CodeThatSeesTheCodec(Codecs seen) {}
