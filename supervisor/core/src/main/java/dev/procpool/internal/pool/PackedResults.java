package dev.procpool.internal.pool;

import dev.procpool.internal.backend.Settlement;
import dev.procpool.protocol.message.ItemLayout;
import dev.procpool.protocol.message.PackedList;
import dev.procpool.protocol.message.PayloadReader;
import dev.procpool.protocol.message.ProtocolException;
import dev.procpool.protocol.message.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results of a whole call whose values are all packed in the same layout: nothing is made for each item. */
final class PackedResults {

    private static final int MAX_PACKED_BYTES = Integer.MAX_VALUE - 16;

    private PackedResults() {}

    /**
     * The values of all items, in a list that keeps numbers packed; empty where the values are not packed alike, or one
     * cannot be decoded.
     *
     * @param inOrder the settlements of all items, without a gap
     */
    static Optional<List<Object>> of(List<Settlement> inOrder) {
        ItemLayout layout = null;
        long bytes = 0;
        for (Settlement settlement : inOrder) {
            if (!(settlement instanceof Settlement.Encoded encoded)
                    || !encoded.layout().isPacked()
                    || encoded.layout() == ItemLayout.RECORDS
                    || layout != null && layout != encoded.layout()) {
                return Optional.empty();
            }
            layout = encoded.layout();
            bytes += encoded.results().length();
        }
        if (layout == null || bytes > MAX_PACKED_BYTES) {
            return Optional.empty();
        }
        if (layout.bytes() == 0) {
            return decoded(layout, inOrder);
        }
        ByteBuffer packed = ByteBuffer.allocate((int) bytes);
        for (Settlement settlement : inOrder) {
            Slice results = ((Settlement.Encoded) settlement).results();
            packed.put(results.array(), results.offset(), results.length());
        }
        return Optional.of(new PackedList(layout, packed.array()));
    }

    /** The values of varying lengths; empty if one of them cannot be decoded. */
    private static Optional<List<Object>> decoded(ItemLayout layout, List<Settlement> inOrder) {
        long count = 0;
        for (Settlement settlement : inOrder) {
            count += settlement.count();
        }
        List<Object> values = new ArrayList<>(Math.toIntExact(count));
        try {
            for (Settlement settlement : inOrder) {
                decode(layout, (Settlement.Encoded) settlement, values);
            }
        } catch (ProtocolException e) {
            return Optional.empty(); // the item is to fail
        }
        return Optional.of(values);
    }

    private static void decode(ItemLayout layout, Settlement.Encoded encoded, List<Object> values) {
        PayloadReader results = encoded.results().reader();
        for (int i = 0; i < encoded.count(); i++) {
            values.add(layout.next(results));
        }
    }
}
