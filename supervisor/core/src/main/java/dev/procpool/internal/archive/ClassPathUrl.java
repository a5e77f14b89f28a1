package dev.procpool.internal.archive;

import java.io.File;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An entry of a class path as the URL of a class loader names it: a directory, a jar, or a jar or a directory of
 * classes within an executable jar. Immutable.
 *
 * <pre>
 * file:/app/classes/                           a directory
 * file:/app/a.jar, jar:file:/app/a.jar!/       a jar
 * jar:file:/app.jar!/BOOT-INF/lib/a.jar!/      a jar within a jar: the loader of Spring Boot up to 3.1
 * jar:nested:/app.jar/!BOOT-INF/lib/a.jar!/    the same, from Spring Boot 3.2 on
 * </pre>
 *
 * @param file the directory or the jar
 * @param nested the name of the jar or the directory within {@code file}
 */
record ClassPathUrl(Path file, Optional<String> nested) {

    private static final String JAR = "jar:";
    private static final String END = "!/";

    /** The beginning of a URL, and what separates the file from the name within it. */
    private enum Kind {
        FILE("file:", END),
        NESTED("nested:", "/!");

        private final String prefix;
        private final String separator;

        Kind(String prefix, String separator) {
            this.prefix = prefix;
            this.separator = separator;
        }
    }

    /** The entry that {@code url} names; empty if that is not a file of this machine, nor within one. */
    static Optional<ClassPathUrl> parse(String url) {
        String text = url.startsWith(JAR) ? url.substring(JAR.length()) : url;
        if (text.endsWith(END)) {
            text = text.substring(0, text.length() - END.length());
        }
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.prefix)) {
                return parse(kind, text.substring(kind.prefix.length()));
            }
        }
        return Optional.empty();
    }

    /** The names of directories may contain the separator: the first part that is a file is the jar. */
    private static Optional<ClassPathUrl> parse(Kind kind, String text) {
        int at = text.indexOf(kind.separator);
        while (at >= 0) {
            Optional<Path> jar = path(text.substring(0, at));
            if (jar.filter(Files::isRegularFile).isPresent()) {
                String name = decoded(text.substring(at + kind.separator.length()));
                return Optional.of(new ClassPathUrl(jar.get(), Optional.of(withoutSlash(name))));
            }
            at = text.indexOf(kind.separator, at + 1);
        }
        return kind == Kind.NESTED
                ? Optional.empty()
                : path(text).map(file -> new ClassPathUrl(file, Optional.empty()));
    }

    private static String withoutSlash(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(new File(decoded(text)).toPath().toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A plus sign of a URL's path stands for itself. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // it was not encoded
        }
    }
}
