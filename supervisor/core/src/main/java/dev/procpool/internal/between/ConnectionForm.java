package dev.procpool.internal.between;

import dev.procpool.ProcessQueue;
import java.io.Serializable;

/**
 * A connection on its way to another process, where it becomes a handle of the same end. Immutable.
 *
 * @param out the queue that the end sends into, or null
 * @param outJourney the journey of the writing end of that queue
 * @param in the queue that the end receives from, or null
 * @param inJourney the journey of the reading end of that queue
 */
record ConnectionForm(ProcessQueue<?> out, long outJourney, ProcessQueue<?> in, long inJourney)
        implements Serializable {

    @SuppressWarnings("unchecked")
    private Object readResolve() {
        PipeDirection sending = out == null ? null : PipeDirection.sendingInto((QueueHandle<Object>) out);
        PipeDirection receiving = in == null ? null : PipeDirection.receivingFrom((QueueHandle<Object>) in);
        return ConnectionHandle.arrived(sending, outJourney, receiving, inJourney);
    }
}
