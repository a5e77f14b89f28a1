package dev.procpool.cli;

import dev.procpool.tasks.Item;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads items from a stream, one at a time and no further than asked. An item that is not UTF-8, or too long to be
 * sent, becomes an unusable item with its number; the other items are not affected. Confined to one thread.
 */
final class ItemReader implements Iterator<Item> {

    private static final int LONGEST = 64 << 20;

    /** A buffer that has grown beyond this size is not kept for the next item. */
    private static final int KEPT = 1 << 20;

    private final InputStream in;
    private final int separator;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long number;
    private boolean ended;
    private Item next;

    /** @param separator the byte that ends an item */
    ItemReader(InputStream in, int separator) {
        this.in = new BufferedInputStream(in);
        this.separator = separator;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public Item next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Item item = next;
        next = null;
        return item;
    }

    private Item read() {
        String problem = null;
        if (bytes.size() > KEPT) {
            bytes = new ByteArrayOutputStream();
        }
        bytes.reset();
        try {
            int b;
            while ((b = in.read()) >= 0 && b != separator) {
                if (problem == null) {
                    problem = add(b);
                }
            }
            if (b < 0 && bytes.size() == 0 && problem == null) {
                return null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        number++;
        return problem == null ? item() : new Item("", problem);
    }

    /** Adds a byte; returns the reason if it cannot be added, else null. */
    private String add(int b) {
        if (bytes.size() == LONGEST) {
            bytes = new ByteArrayOutputStream();
            return "line " + (number + 1) + " is longer than 64 MiB";
        }
        try {
            bytes.write(b);
            return null;
        } catch (OutOfMemoryError e) {
            bytes = new ByteArrayOutputStream();
            return noMemory(number + 1);
        }
    }

    private Item item() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return new Item(text, null);
        } catch (CharacterCodingException e) {
            return new Item("", "line " + number + " is not UTF-8");
        } catch (OutOfMemoryError e) {
            return new Item("", noMemory(number));
        }
    }

    private static String noMemory(long line) {
        return "line " + line + " is too long for the memory of the supervisor";
    }
}
