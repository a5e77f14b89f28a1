package dev.procpool.cli;

import dev.procpool.cli.task.Item;
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
 * Reads items from a stream, one at a time and no further than asked. An item that is not UTF-8 becomes an unusable item
 * with its number, not a failure of the whole. Confined to one thread.
 */
final class ItemReader implements Iterator<Item> {

    private final InputStream in;
    private final int separator;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
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
        try {
            bytes.reset();
            int b;
            while ((b = in.read()) >= 0 && b != separator) {
                bytes.write(b);
            }
            if (b < 0 && bytes.size() == 0) {
                return null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        number++;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            return new Item(text, null);
        } catch (CharacterCodingException e) {
            return new Item("", "line " + number + " is not UTF-8");
        }
    }
}
