package dev.procpool.demo;

import dev.procpool.protocol.message.Frame;

record DemoThatSeesTheProtocol(Frame seen) {}
