package dev.procpool;

import dev.procpool.protocol.channel.Doorbell;
import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.channel.QueueChannel;
import dev.procpool.protocol.channel.Sender;
import dev.procpool.protocol.channel.SharedWords;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.message.Event.Hello;
import dev.procpool.protocol.message.Event.ItemsDone;
import dev.procpool.protocol.message.FrameWriter;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.ItemResult;
import dev.procpool.protocol.message.MessageFrame;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.protocol.message.Slice;
import dev.procpool.protocol.start.WorkerArguments;
import dev.procpool.protocol.start.WorkerDirectory;
import dev.procpool.protocol.start.WorkerLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A worker that lies. It is started in place of the real one (see {@link HostileWorkerIT}); only the first incarnation of
 * worker 1 lies, all others run the real one.
 */
public final class HostileWorker {

    private HostileWorker() {}

    public static void main(String[] args) throws Exception {
        WorkerArguments arguments = WorkerArguments.parse(args);
        if (arguments.incarnation() == 1) {
            new HostileWorker().lie(arguments, System.getProperty("hostile"));
        } else {
            runTheRealOne(args);
        }
    }

    private static void runTheRealOne(String[] args) throws Exception {
        Class<?> real = new RealWorker().loadClass("dev.procpool.worker.WorkerMain");
        real.getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** Loads the worker's classes from the class path, past the one that the boot class path puts before it. */
    private static final class RealWorker extends ClassLoader {

        RealWorker() {
            super(ClassLoader.getSystemClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.procpool.worker.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                String boot = System.getProperty("hostile.boot");
                for (URL url : Collections.list(getParent().getResources(name.replace('.', '/') + ".class"))) {
                    if (!url.toString().contains(boot)) {
                        try (InputStream in = url.openStream()) {
                            byte[] bytes = in.readAllBytes();
                            return defineClass(name, bytes, 0, bytes.length);
                        }
                    }
                }
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private final FrameWriter frame = new FrameWriter();
    private Sender events;
    private Doorbell doorbell;

    private void lie(WorkerArguments arguments, String how) throws Exception {
        WorkerDirectory directory = new WorkerDirectory(arguments.directory());
        if (how.equals("wrong token")) {
            connect(directory, arguments.token() + 1, WorkerLine.Line.CONTROL);
            connect(directory, arguments.token() ^ 77, WorkerLine.Line.DOORBELL);
            SocketChannel.open(UnixDomainSocketAddress.of(directory.socket())).close();
        }
        SocketChannel control = connect(directory, arguments.token(), WorkerLine.Line.CONTROL);
        events = QueueChannel.openSender(directory.events(), arguments.maxFrameBytes());
        SharedWords words = SharedWords.open(directory.words());
        SocketChannel bell = connect(directory, arguments.token(), WorkerLine.Line.DOORBELL);
        bell.configureBlocking(false);
        doorbell = new Doorbell(bell, words.eventsReader());
        readSignal(control);
        long pid = ProcessHandle.current().pid();
        write(new Hello(MessageFrame.PROTOCOL_VERSION, how.equals("wrong pid") ? 1 : pid, Codecs.fingerprint()));
        // wait for the first command: the parked flag is never raised, so look at the queue
        var commands = QueueChannel.openReceiver(directory.commands(), arguments.maxFrameBytes());
        while (commands.poll().isEmpty()) {
            Thread.sleep(5);
        }
        NowRunning word = words.nowRunning();
        switch (how) {
            case "random bytes" -> raw(random(200));
            case "huge length" -> raw(withHugeLength());
            case "a frame beyond the region" -> raw(reference(64 << 20, 100));
            case "a frame in a region that there is not" -> raw(reference(0, 100));
            case "a frame in a region that was cut off" -> cutOff(arguments, reference(0, 100));
            case "an announcement beyond the region" -> raw(announcement(64 << 20, 100));
            case "an announcement in a region that there is not" -> raw(announcement(0, 1 << 20));
            case "an announcement in a region that was cut off" -> cutOff(arguments, announcement(0, 1 << 20));
            case "two announcements" -> {
                Path region =
                        new WorkerDirectory(arguments.directory()).events().resolve("large");
                try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
                    file.setLength(4096 + (64 << 20)); // one that is whole
                }
                raw(announcement(0, 1 << 20));
                raw(announcement(0, 1 << 20));
            }
            case "wrong order" -> write(done(999, 1, value(25)));
            case "too many" -> write(done(1, 1000, value(25)));
            case "a negative count" -> write(done(1, -5, value(25)));
            case "none of them" -> write(done(1, 0, new byte[0]));
            case "half a result" -> write(done(1, 1, new byte[] {0, 5, 100}));
            case "bytes after a result" -> write(done(1, 1, concat(value(25), new byte[20])));
            case "an unknown status" -> write(done(1, 1, new byte[] {99, 0, 0}));
            case "packed results that are cut off" ->
                write(new ItemsDone(1, 1, 1000, 0, ItemLayout.LONGS, Slice.of(new byte[5])));
            case "more packed results than it was sent" ->
                write(new ItemsDone(1, 1000, 1000, 0, ItemLayout.INTS, Slice.of(new byte[4000])));
            case "more time without a processor than it took" ->
                write(new ItemsDone(1, 1, 1000, 1001, ItemLayout.SIZED, Slice.of(value(25))));
            case "less than no time without a processor" ->
                write(new ItemsDone(1, 1, 1000, -1, ItemLayout.SIZED, Slice.of(value(25))));
            case "an unknown layout" -> raw(withLayout(77));
            case "two arrays where there can be one" -> write(array(2));
            case "an array that is cut off" -> withTail(array(1), 8_999);
            case "an array with something after it" -> withTail(array(1), 9_001);
            case "something after a message that has no payload" ->
                withTail(new dev.procpool.protocol.message.Event.Ready(), 9_000);
            case "duplicate results" -> {
                write(done(1, 1, value(25)));
                write(done(1, 1, value(26)));
            }
            case "a result before random bytes" -> {
                send(done(1, 1, value(26)));
                raw(random(200));
            }
            case "a result after a refused one" -> {
                send(new ItemsDone(1, 1000, 1000, 0, ItemLayout.INTS, Slice.of(new byte[4000])));
                write(done(1, 1, value(26)));
            }
            case "hello again" -> write(new Hello(MessageFrame.PROTOCOL_VERSION, pid, Codecs.fingerprint()));
            case "a value that is none" -> write(done(1, 1, result(new byte[] {127, 1, 2, 3, 4, 5, 6, 7})));
            case "an initializer that there is not" ->
                write(new dev.procpool.protocol.message.Event.InitializerFailed(Slice.of(new byte[0])));
            case "a flood of rings" -> {
                java.nio.ByteBuffer flood = java.nio.ByteBuffer.allocate(64 * 1024);
                for (int i = 0; i < 2000; i++) {
                    flood.clear();
                    bell.write(flood);
                }
                raw(random(100));
            }
            case "a gap in the frames" -> {
                frame.begin();
                frame.add(new Hello(MessageFrame.PROTOCOL_VERSION, pid, Codecs.fingerprint()));
                frame.pieces(); // numbered, and not sent
                write(done(1, 1, value(25)));
            }
            case "an item it was not sent" -> word.start(1_000_000);
            case "ordinals that go back" -> goBack(word);
            case "wrong token", "wrong pid" -> write(done(1, 1, value(25)));
            default -> throw new IllegalArgumentException(how);
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void goBack(NowRunning word) throws InterruptedException {
        word.start(1);
        Thread.sleep(3000);
        word.start(0);
    }

    private static SocketChannel connect(WorkerDirectory directory, long token, WorkerLine.Line line)
            throws IOException {
        SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()));
        socket.write(WorkerLine.preamble(token, line));
        return socket;
    }

    private static void readSignal(SocketChannel control) throws IOException {
        ByteBuffer signal = ByteBuffer.allocate(WorkerLine.SIGNAL);
        while (signal.hasRemaining()) {
            control.read(signal);
        }
    }

    private void write(dev.procpool.protocol.message.Event event) {
        send(event);
        doorbell.ring();
    }

    /** What the supervisor, if it sleeps, finds together with what follows. */
    private void send(dev.procpool.protocol.message.Event event) {
        frame.begin();
        frame.add(event);
        events.send(frame.pieces(), () -> {});
    }

    private static ItemsDone array(int count) {
        return new ItemsDone(1, count, 1000, 0, ItemLayout.BYTES, Slice.of(new byte[9_000]));
    }

    /** What an event says up to its last payload, and so many bytes. */
    private void withTail(dev.procpool.protocol.message.Event event, int length) {
        frame.begin();
        frame.add(event);
        events.send(List.of(frame.pieces().get(0), Slice.of(new byte[length])), () -> {});
        doorbell.ring();
    }

    private void raw(byte[] bytes) {
        events.send(Slice.of(bytes));
        doorbell.ring();
    }

    private static byte[] reference(int offset, int length) {
        return region(0x50524546, offset, length);
    }

    private static byte[] announcement(int offset, int length) {
        return region(0x50414e4e, offset, length);
    }

    private static byte[] region(int magic, int offset, int length) {
        return ByteBuffer.allocate(16)
                .putInt(magic)
                .putInt(offset)
                .putInt(length)
                .putInt(1)
                .array();
    }

    private void cutOff(WorkerArguments arguments, byte[] document) throws IOException {
        Path region = new WorkerDirectory(arguments.directory()).events().resolve("large");
        Files.write(region, new byte[100]);
        raw(document);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private byte[] withHugeLength() {
        frame.begin();
        frame.add(done(1, 1, value(25)));
        byte[] bytes = frame.pieces().get(0).toByteArray();
        // some field of the header becomes enormous, whichever it is
        for (int i = 8; i < Math.min(bytes.length, 24); i++) {
            bytes[i] = 127;
        }
        return bytes;
    }

    /** The layout is the byte before the results. */
    private byte[] withLayout(int layout) {
        byte[] results = value(25);
        frame.begin();
        frame.add(done(1, 1, results));
        byte[] bytes = frame.pieces().get(0).toByteArray();
        bytes[bytes.length - results.length - 1] = (byte) layout;
        return bytes;
    }

    private static ItemsDone done(long first, int count, byte[] results) {
        return new ItemsDone(first, count, 1000, 0, ItemLayout.SIZED, Slice.of(results));
    }

    private static byte[] value(Object value) {
        return result(new Codecs(HostileWorker.class.getClassLoader(), 1 << 20).encode(value));
    }

    private static byte[] result(byte[] payload) {
        PayloadBuffer out = new PayloadBuffer(64);
        ItemResult.begin(out, ItemResult.Status.VALUE, 1);
        out.putVarInt(payload.length);
        out.put(payload, 0, payload.length);
        return java.util.Arrays.copyOf(out.array(), out.size());
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
