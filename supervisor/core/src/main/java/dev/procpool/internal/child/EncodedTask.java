package dev.procpool.internal.child;

import dev.procpool.internal.base.ProgramLoader;
import dev.procpool.internal.code.CallCode;
import dev.procpool.internal.code.Shipping;
import dev.procpool.internal.code.WorkerPath;
import dev.procpool.internal.launch.JvmArguments;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.SharedValues;
import dev.procpool.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A task as it is sent to a child.
 *
 * @param payload its encoding
 * @param classes the classes that the child lacks, a {@code ClassBundle}; empty if it has all
 */
record EncodedTask(byte[] payload, Optional<byte[]> classes) {

    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    /** @throws EncodingException if the task cannot be encoded */
    static EncodedTask of(Task<?> task) {
        WorkerPath path = new WorkerPath(() -> JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of())
                .classPath());
        CallCode code = new Shipping(path, MAX_BYTES, new AtomicLong()::incrementAndGet).begin();
        byte[] payload = new Codecs(ProgramLoader.here(), MAX_BYTES, Dialect.ONE_JDK, path)
                .encode(task, SharedValues.NONE, code);
        return new EncodedTask(
                payload,
                code.isEmpty()
                        ? Optional.empty()
                        : Optional.of(code.space().units().get(0).bundle()));
    }
}
