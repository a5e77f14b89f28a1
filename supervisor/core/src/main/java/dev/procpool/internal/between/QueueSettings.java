package dev.procpool.internal.between;

import dev.procpool.protocol.between.QueueShape;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a queue. Immutable.
 *
 * @param classes the classes that items which arrive in this process may contain; empty for all
 */
public record QueueSettings(int capacity, long maxBytes, boolean redelivers, Optional<Set<String>> classes) {

    QueueShape shape() {
        return QueueShape.of(capacity, maxBytes, redelivers);
    }
}
