package dev.procpool.cli;

import dev.procpool.protocol.message.Frame;

record CliThatSeesTheProtocol(Frame seen) {}
