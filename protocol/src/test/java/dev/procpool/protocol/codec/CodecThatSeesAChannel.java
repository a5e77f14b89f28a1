package dev.procpool.protocol.codec;

import dev.procpool.protocol.channel.QueueChannel;

public record CodecThatSeesAChannel(QueueChannel seen) {}
