package dev.procpool.internal.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Jars and directories of classes that lie within an executable jar, as in the layout of Spring Boot. A JVM that is
 * started without the loader of that jar can read neither, so each is unpacked into a {@link JarCache}; a directory
 * becomes a jar there. Immutable.
 *
 * <p>The name of an unpacked file has a hash of the sizes and the checksums that the directory of the executable jar
 * has, and of the end of a nested jar, where the checksums of its classes are: so a start of a program does not read
 * all of its jars.
 */
record NestedJars(JarCache cache) {

    private static final int KEY_CHARACTERS = 16;

    /** The bytes at the end of a nested jar that are part of its hash: the directory of a jar of usual size. */
    private static final int TAIL_BYTES = 1 << 16;

    /**
     * The file with the content of {@code name} within {@code jar}; it is written unless it is there.
     *
     * @param name the name of a jar, or of a directory without a slash at its end
     */
    Path unpacked(Path jar, String name) throws IOException {
        try (ZipFile outer = new ZipFile(jar.toFile())) {
            ZipEntry entry = outer.getEntry(name);
            return entry == null || entry.isDirectory() ? asJar(outer, name + "/") : copy(outer, entry);
        }
    }

    private Path copy(ZipFile outer, ZipEntry entry) throws IOException {
        MessageDigest hash = sha256();
        add(hash, entry);
        try (InputStream in = outer.getInputStream(entry)) {
            in.skipNBytes(Math.max(0, entry.getSize() - TAIL_BYTES));
            hash.update(in.readAllBytes());
        }
        JarCache.Contents contents = out -> {
            try (InputStream in = outer.getInputStream(entry)) {
                in.transferTo(out);
            }
        };
        return cache.file(key(hash), lastPart(entry.getName()), entry.getSize(), time(entry), contents);
    }

    private Path asJar(ZipFile outer, String prefix) throws IOException {
        List<? extends ZipEntry> entries = outer.stream()
                .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
                .sorted(Comparator.comparing(ZipEntry::getName))
                .toList();
        MessageDigest hash = sha256();
        FileTime latest = FileTime.fromMillis(0);
        for (ZipEntry entry : entries) {
            hash.update(entry.getName().getBytes(StandardCharsets.UTF_8));
            add(hash, entry);
            latest = time(entry).compareTo(latest) > 0 ? time(entry) : latest;
        }
        String name = lastPart(prefix.substring(0, prefix.length() - 1)) + ".jar";
        return cache.file(key(hash), name, JarCache.ANY_SIZE, latest, out -> write(outer, prefix, entries, out));
    }

    private static void write(ZipFile outer, String prefix, List<? extends ZipEntry> entries, OutputStream target)
            throws IOException {
        ZipOutputStream out = new ZipOutputStream(target);
        out.setLevel(Deflater.NO_COMPRESSION);
        for (ZipEntry entry : entries) {
            ZipEntry copy = new ZipEntry(entry.getName().substring(prefix.length()));
            copy.setTime(entry.getTime());
            out.putNextEntry(copy);
            try (InputStream in = outer.getInputStream(entry)) {
                in.transferTo(out);
            }
        }
        out.finish();
    }

    /** A file that is unpacked once more has the same time: start-up archives depend on it. */
    private static FileTime time(ZipEntry entry) {
        return FileTime.fromMillis(Math.max(0, entry.getTime()));
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static void add(MessageDigest hash, ZipEntry entry) {
        String facts = "\n" + entry.getSize() + " " + entry.getCrc() + "\n";
        hash.update(facts.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(MessageDigest hash) {
        return HexFormat.of().formatHex(hash.digest()).substring(0, KEY_CHARACTERS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
