package dev.procpool.protocol.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames of a thread as bytes: at most the topmost 256, as a count and for each its class, method, file and line.
 */
public final class StackFrames {

    /** The size in bytes that no encoding exceeds by honest means. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_FRAMES = 256;
    private static final int MAX_NAME = 1000;

    private StackFrames() {}

    public static byte[] encode(StackTraceElement[] frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            int count = Math.min(MAX_FRAMES, frames.length);
            out.writeShort(count);
            for (int i = 0; i < count; i++) {
                out.writeUTF(shortened(frames[i].getClassName()));
                out.writeUTF(shortened(frames[i].getMethodName()));
                out.writeUTF(shortened(frames[i].getFileName() == null ? "" : frames[i].getFileName()));
                out.writeInt(frames[i].getLineNumber());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String shortened(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }

    /** @throws ProtocolException if the bytes were not made by {@link #encode} */
    public static List<StackTraceElement> decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            int count = in.readUnsignedShort();
            List<StackTraceElement> frames = new ArrayList<>(Math.min(count, MAX_FRAMES));
            for (int i = 0; i < count; i++) {
                String className = in.readUTF();
                String method = in.readUTF();
                String file = in.readUTF();
                frames.add(new StackTraceElement(className, method, file.isEmpty() ? null : file, in.readInt()));
            }
            return frames;
        } catch (IOException e) {
            throw new ProtocolException("frames of a stack that end too early", e);
        }
    }
}
