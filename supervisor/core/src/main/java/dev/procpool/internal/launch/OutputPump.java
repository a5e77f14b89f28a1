package dev.procpool.internal.launch;

import dev.procpool.WorkerOutput.Source;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Reads one stream of a process to its end, line by line, on a daemon thread, and keeps the last lines. Lines in which
 * the JVM announces variables of its environment are dropped. Thread-safe.
 */
final class OutputPump implements Runnable {

    private static final int MAX_LINE = 64 * 1024;
    private static final int KEPT_LINES = 20;
    private static final int MAX_KEPT_LINE = 2000;

    /** The beginnings of lines with which a JVM announces that it has read a variable of the environment. */
    private static final List<String> NOTICES =
            List.of("Picked up JAVA_TOOL_OPTIONS: ", "Picked up _JAVA_OPTIONS: ", "NOTE: Picked up JDK_JAVA_OPTIONS: ");

    private final InputStream stream;
    private final Consumer<String> sink;
    private final Thread thread;
    private final Deque<String> lastLines = new ArrayDeque<>(); // guarded by itself
    private boolean isPastNotices; // confined to the thread of the pump

    private OutputPump(InputStream stream, Consumer<String> sink, String threadName) {
        this.stream = stream;
        this.sink = sink;
        this.thread = new Thread(null, this, threadName, 256 * 1024);
        thread.setDaemon(true);
    }

    /**
     * Starts to read.
     *
     * @param process the name of the process, for the name of the thread
     * @param sink receives each line without its end; called on the thread of the pump
     */
    static OutputPump start(InputStream stream, Source source, String process, Consumer<String> sink) {
        OutputPump pump =
                new OutputPump(stream, sink, "procpool-" + source.name().toLowerCase(Locale.ROOT) + " of " + process);
        pump.thread.start();
        return pump;
    }

    /** Waits for the end of the stream, at most {@code millis}: a grandchild may hold it open. */
    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }

    /** The last 20 lines so far, oldest first, each cut to 2000 characters. */
    List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    @Override
    public void run() {
        try (InputStream in = new BufferedInputStream(stream)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int b;
            while ((b = in.read()) >= 0) {
                if (b == '\n' || line.size() >= MAX_LINE) {
                    deliver(line);
                }
                if (b != '\n') {
                    line.write(b);
                }
            }
            if (line.size() > 0) {
                deliver(line);
            }
        } catch (IOException e) {
            // The process was destroyed, and its pipe with it: everything written before was read.
        }
    }

    private void deliver(ByteArrayOutputStream bytes) {
        String line = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        if (line.endsWith("\r")) {
            line = line.substring(0, line.length() - 1);
        }
        if (isNotice(line)) {
            return;
        }
        synchronized (lastLines) {
            if (lastLines.size() == KEPT_LINES) {
                lastLines.removeFirst();
            }
            lastLines.addLast(line.length() > MAX_KEPT_LINE ? line.substring(0, MAX_KEPT_LINE) + "…" : line);
        }
        sink.accept(line);
    }

    /** Whether a line is one of those that the JVM writes before everything else about its environment. */
    private boolean isNotice(String line) {
        boolean isNotice = !isPastNotices && NOTICES.stream().anyMatch(line::startsWith);
        isPastNotices = !isNotice;
        return isNotice;
    }
}
