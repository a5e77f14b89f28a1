package dev.procpool;

import static dev.procpool.LyingFrames.announcement;
import static dev.procpool.LyingFrames.array;
import static dev.procpool.LyingFrames.concat;
import static dev.procpool.LyingFrames.done;
import static dev.procpool.LyingFrames.packed;
import static dev.procpool.LyingFrames.random;
import static dev.procpool.LyingFrames.reference;
import static dev.procpool.LyingFrames.result;
import static dev.procpool.LyingFrames.texts;
import static dev.procpool.LyingFrames.value;

import dev.procpool.protocol.channel.NowRunning;
import dev.procpool.protocol.message.Event.InitializerFailed;
import dev.procpool.protocol.message.Event.Ready;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.Slice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** All lies of a {@link HostileWorker} about the first item that it was sent, each by its name. */
final class Lies {

    private static final int WHOLE_REGION = 4096 + (64 << 20);

    private interface Lie {
        void tell() throws Exception;
    }

    private final Map<String, Lie> lies = new HashMap<>();
    private final HostileLine line;
    private final Path region;
    private final SocketChannel bell;
    private final NowRunning word;

    Lies(HostileLine line, Path region, SocketChannel bell, NowRunning word) {
        this.line = line;
        this.region = region;
        this.bell = bell;
        this.word = word;
        aboutFrames();
        aboutRegions();
        aboutCounts();
        aboutResults();
        aboutOrder();
    }

    void tell(String how) throws Exception {
        lies.get(how).tell();
    }

    private void aboutFrames() {
        lies.put("random bytes", () -> line.raw(random(200)));
        lies.put("huge length", () -> line.raw(LyingFrames.withHugeLength(line)));
        lies.put("an unknown layout", () -> line.raw(LyingFrames.withLayout(line, 77)));
        lies.put("two arrays where there can be one", () -> line.write(array(2)));
        lies.put("an array that is cut off", () -> line.withTail(array(1), 8_999));
        lies.put("an array with something after it", () -> line.withTail(array(1), 9_001));
        lies.put("something after a message that has no payload", () -> line.withTail(new Ready(), 9_000));
        lies.put("an initializer that there is not", () -> line.write(new InitializerFailed(Slice.of(new byte[0]))));
    }

    private void aboutRegions() {
        lies.put("a frame beyond the region", () -> line.raw(reference(64 << 20, 100)));
        lies.put("a frame in a region that there is not", () -> line.raw(reference(0, 100)));
        lies.put("a frame in a region that was cut off", () -> cutOff(reference(0, 100)));
        lies.put("an announcement beyond the region", () -> line.raw(announcement(64 << 20, 100)));
        lies.put("an announcement in a region that there is not", () -> line.raw(announcement(0, 1 << 20)));
        lies.put("an announcement in a region that was cut off", () -> cutOff(announcement(0, 1 << 20)));
        lies.put("two announcements", this::announceTwice);
    }

    private void cutOff(byte[] document) throws IOException {
        Files.write(region, new byte[100]);
        line.raw(document);
    }

    private void announceTwice() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(region.toFile(), "rw")) {
            file.setLength(WHOLE_REGION);
        }
        line.raw(announcement(0, 1 << 20));
        line.raw(announcement(0, 1 << 20));
    }

    private void aboutCounts() {
        lies.put("wrong order", () -> line.write(done(999, 1, value(25))));
        lies.put("too many", () -> line.write(done(1, 1000, value(25))));
        lies.put("a negative count", () -> line.write(done(1, -5, value(25))));
        lies.put("none of them", () -> line.write(done(1, 0, new byte[0])));
        lies.put("packed results that are cut off", () -> line.write(packed(1, ItemLayout.LONGS, 5)));
        lies.put("more packed results than it was sent", () -> line.write(packed(1000, ItemLayout.INTS, 4000)));
        lies.put("texts that are cut off", () -> line.write(packed(2, ItemLayout.TEXTS, 1)));
        lies.put("a text that is longer than the frame", () -> line.write(texts(1, new byte[] {-1, -1, -1, -1, 15})));
        lies.put("more texts than it was sent", () -> line.write(packed(1000, ItemLayout.TEXTS, 1000)));
        lies.put("bytes after a text", () -> line.write(texts(1, new byte[] {2, 'a', 0})));
        lies.put("more time without a processor than it took", () -> line.write(LyingFrames.waited(1001)));
        lies.put("less than no time without a processor", () -> line.write(LyingFrames.waited(-1)));
    }

    private void aboutResults() {
        lies.put("half a result", () -> line.write(done(1, 1, new byte[] {0, 5, 100})));
        lies.put("bytes after a result", () -> line.write(done(1, 1, concat(value(25), new byte[20]))));
        lies.put("an unknown status", () -> line.write(done(1, 1, new byte[] {99, 0, 0})));
        lies.put("a text that is none", () -> line.write(texts(1, new byte[] {4, -1, -2})));
        lies.put("half a char", () -> line.write(texts(1, new byte[] {3, 'a'})));
        lies.put("a value that is none", () -> line.write(done(1, 1, result(new byte[] {127, 1, 2, 3, 4, 5, 6, 7}))));
        lies.put("wrong token", () -> line.write(done(1, 1, value(25))));
        lies.put("wrong pid", () -> line.write(done(1, 1, value(25))));
    }

    private void aboutOrder() {
        lies.put("duplicate results", () -> {
            line.write(done(1, 1, value(25)));
            line.write(done(1, 1, value(26)));
        });
        lies.put("a result before random bytes", () -> {
            line.send(done(1, 1, value(26)));
            line.raw(random(200));
        });
        lies.put("a result after a refused one", () -> {
            line.send(packed(1000, ItemLayout.INTS, 4000));
            line.write(done(1, 1, value(26)));
        });
        lies.put(
                "hello again",
                () -> line.write(LyingFrames.hello(ProcessHandle.current().pid())));
        lies.put("a gap in the frames", () -> {
            line.skip(LyingFrames.hello(ProcessHandle.current().pid()));
            line.write(done(1, 1, value(25)));
        });
        lies.put("a flood of rings", this::flood);
        lies.put("an item it was not sent", () -> word.start(1_000_000));
        lies.put("ordinals that go back", this::goBack);
    }

    private void flood() throws IOException {
        ByteBuffer flood = ByteBuffer.allocate(64 * 1024);
        for (int i = 0; i < 2000; i++) {
            flood.clear();
            bell.write(flood);
        }
        line.raw(random(100));
    }

    private void goBack() throws InterruptedException {
        word.start(1);
        Thread.sleep(3000);
        word.start(0);
    }
}
