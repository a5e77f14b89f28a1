package dev.procpool.tasks;

import dev.procpool.protocol.message.Frame;

record TaskThatSeesTheProtocol(Frame seen) {}
