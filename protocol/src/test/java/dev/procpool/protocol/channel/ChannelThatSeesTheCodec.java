package dev.procpool.protocol.channel;

import dev.procpool.protocol.codec.PayloadCodec;

public record ChannelThatSeesTheCodec(PayloadCodec seen) {}
