package dev.procpool.internal.pool;

import dev.procpool.PoolException;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RecordForm;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PayloadBuffer;
import dev.procpool.task.Task;

/** The records of a batch: the form of their class, and the items of other classes among them. Not thread-safe. */
final class RecordItems {

    /** The form of the records that were collected last; null if there were none. */
    private RecordForm form;

    /** The number of items of other classes. */
    private int others;

    /** The layout of a batch that begins with an item: with null, that of records if those before were records. */
    ItemLayout layoutOf(Object item, Codecs codecs) {
        ItemLayout layout = codecs.layoutOf(item);
        if (layout != ItemLayout.SIZED) {
            return layout;
        }
        RecordForm its = item == null ? form : codecs.formOf(item);
        if (its == null) {
            return layout;
        }
        form = its;
        return ItemLayout.RECORDS;
    }

    /** Appends an item, if it is of the class of the records. */
    boolean put(Object item, PayloadBuffer out) {
        return form.fits(item) && form.write(item, out);
    }

    /**
     * Appends an item by the codec: among records one of another class.
     *
     * @throws PoolException if it cannot be encoded; nothing was appended then
     */
    void encode(ItemLayout layout, Object item, PayloadCodec codec, PayloadBuffer out) {
        if (layout != ItemLayout.RECORDS) {
            Encoder.encodeItem(codec, item, out);
            return;
        }
        try {
            RecordForm.writeOther(item, codec, out);
        } catch (EncodingException e) {
            throw Encoder.refused(item instanceof Task ? "task" : "argument", e);
        }
        others++;
    }

    /** Whether items of a layout may be moved to others of that layout. */
    boolean fit(ItemLayout layout, RecordItems other) {
        return layout != ItemLayout.RECORDS || form == other.form;
    }

    void moveTo(RecordItems other) {
        other.form = form;
        other.others += others;
        others = 0;
    }

    /** Forgets the items; returns whether most of {@code count} were of other classes, so that the form is in vain. */
    boolean endsInVain(int count) {
        boolean inVain = others > count / 2;
        others = 0;
        return inVain;
    }

    /** The description of the class of records; null in other layouts. */
    byte[] description(ItemLayout layout) {
        return layout == ItemLayout.RECORDS ? form.description() : null;
    }
}
