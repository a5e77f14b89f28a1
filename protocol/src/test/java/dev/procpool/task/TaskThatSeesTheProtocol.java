package dev.procpool.task;

import dev.procpool.protocol.codec.PayloadCodec;

public record TaskThatSeesTheProtocol(PayloadCodec seen) {}
