package dev.procpool.protocol.start;

import dev.procpool.protocol.codec.PayloadCodec;

public record StartThatSeesTheCodec(PayloadCodec seen) {}
