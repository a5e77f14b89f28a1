package dev.procpool.internal.memory;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of the file of a block, {@code NAME@CREATOR.SERIAL}. The part after {@code @} makes two blocks that had the
 * same name one after the other different files, and tells the process that the block ends with. Immutable.
 *
 * @param name the name that users give, or {@link #DRAFT}
 * @param creator the id of the process that created the block, see {@link Creator}
 * @param serial the number of the block among those of its creator
 */
record BlockName(String name, String creator, long serial) {

    /** Stands for the name while the memory of the block is being reserved; users cannot give it. */
    static final String DRAFT = "~";

    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern FILE = Pattern.compile("([^@]+)@([0-9a-z-]+)\\.([0-9]{1,18})");

    /** @throws IllegalArgumentException if {@code name} is not a name that users may give */
    static String requireUsable(String name) {
        if (!USABLE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name must have 1 to 128 letters and digits of ASCII, dots, underscores and hyphens: " + name);
        }
        return name;
    }

    /** The block that has a file; empty if this is not the file of a block. */
    static Optional<BlockName> of(Path file) {
        return of(file.getFileName().toString());
    }

    static Optional<BlockName> of(String file) {
        Matcher parts = FILE.matcher(file);
        boolean isBlock = parts.matches()
                && (parts.group(1).equals(DRAFT)
                        || USABLE.matcher(parts.group(1)).matches());
        return isBlock
                ? Optional.of(new BlockName(parts.group(1), parts.group(2), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** The file of the same block while its memory is being reserved. */
    BlockName draft() {
        return new BlockName(DRAFT, creator, serial);
    }

    boolean isDraft() {
        return name.equals(DRAFT);
    }

    String file() {
        return name + "@" + creator + "." + serial;
    }
}
