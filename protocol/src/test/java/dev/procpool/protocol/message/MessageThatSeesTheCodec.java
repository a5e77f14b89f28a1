package dev.procpool.protocol.message;

import dev.procpool.protocol.codec.PayloadCodec;

public record MessageThatSeesTheCodec(PayloadCodec seen) {}
