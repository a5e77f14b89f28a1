package dev.procpool.internal.pool;

import dev.procpool.protocol.ItemLayout;
import java.util.List;

/**
 * Items of one call that are submitted together; the backend cuts chunks from it. Immutable.
 *
 * @param firstIndex the position of the first item in its call
 * @param layout how the encoded items lie side by side
 * @param encoded the items as bytes, as the layout says; null where nothing is encoded
 * @param encodedLength how many of these bytes count
 * @param objects the items themselves where nothing is encoded, else null
 */
public record Batch(
        Call call,
        long firstIndex,
        int count,
        ItemLayout layout,
        byte[] encoded,
        int encodedLength,
        List<Object> objects) {}
