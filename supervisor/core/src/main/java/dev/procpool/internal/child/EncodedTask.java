package dev.procpool.internal.child;

import dev.procpool.internal.base.ProgramLoader;
import dev.procpool.internal.code.CallCode;
import dev.procpool.internal.code.ShippedSpace;
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
 * @param classes the classes that the child lacks, each element a {@code ClassBundle}
 */
record EncodedTask(byte[] payload, List<byte[]> classes) {

    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    /** @throws EncodingException if the task cannot be encoded */
    static EncodedTask of(Task<?> task) {
        WorkerPath path = new WorkerPath(() -> JvmArguments.of(Optional.empty(), List.of(), Map.of(), List.of())
                .classPath());
        Codecs codecs = new Codecs(ProgramLoader.here(), MAX_BYTES, Dialect.ONE_JDK, path);
        CallCode code = new Shipping(path, codecs, MAX_BYTES, new AtomicLong()::incrementAndGet).begin();
        byte[] payload = codecs.encode(task, SharedValues.NONE, code);
        List<byte[]> classes = code.isEmpty()
                ? List.of()
                : code.space().units().stream().map(ShippedSpace.Unit::bundle).toList();
        return new EncodedTask(payload, classes);
    }
}
