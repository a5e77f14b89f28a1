package dev.procpool.protocol.between;

import dev.procpool.protocol.channel.QueueChannel;

public record BetweenThatSeesAQueue(QueueChannel seen) {}
