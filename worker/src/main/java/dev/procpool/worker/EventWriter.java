package dev.procpool.worker;

import dev.procpool.protocol.Event;
import dev.procpool.protocol.MessageFrame;
import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.Sender;

/** Publishes events and rings the supervisor if it sleeps. Thread-safe: the late committer writes too. */
final class EventWriter {

    private final Sender sender;
    private final Doorbell doorbell;
    private final MessageFrame.Writer frame = new MessageFrame.Writer();

    EventWriter(Sender sender, Doorbell doorbell) {
        this.sender = sender;
        this.doorbell = doorbell;
    }

    /** Publishes one event in a frame of its own. */
    synchronized void write(Event event) {
        frame.begin();
        frame.add(event);
        sender.send(frame.pieces());
        frame.trim();
        doorbell.ring();
    }
}
