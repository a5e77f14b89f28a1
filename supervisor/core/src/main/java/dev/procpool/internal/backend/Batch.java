package dev.procpool.internal.backend;

import dev.procpool.internal.code.ShippedSpace;
import dev.procpool.protocol.codec.SharedHandle;
import dev.procpool.protocol.message.ItemLayout;
import java.util.List;

/**
 * Items of one call that are submitted together; the backend cuts chunks from it. Immutable.
 *
 * @param call the call of the items
 * @param firstIndex the position of the first item in its call, from 0
 * @param count the number of items
 * @param layout how the encoded items lie side by side
 * @param form the description of the class of records; null in the other layouts
 * @param encoded the items as bytes, as the layout says; null where nothing is encoded
 * @param encodedLength the number of bytes of {@code encoded} that count
 * @param objects the items themselves where nothing is encoded, else null
 * @param uses the shared values that encoded items refer to: workers get them before the items
 * @param space the classes that workers lack and the items need; null if they have all
 */
public record Batch(
        Call call,
        long firstIndex,
        int count,
        ItemLayout layout,
        byte[] form,
        byte[] encoded,
        int encodedLength,
        List<Object> objects,
        List<SharedHandle<?>> uses,
        ShippedSpace space) {

    /** A batch that refers to no shared values, of classes that workers have. */
    public Batch(
            Call call,
            long firstIndex,
            int count,
            ItemLayout layout,
            byte[] encoded,
            int encodedLength,
            List<Object> objects) {
        this(call, firstIndex, count, layout, null, encoded, encodedLength, objects, List.of(), null);
    }

    /**
     * Submits the batch. If the backend refuses it, the items are settled as cancelled before the refusal is thrown.
     */
    public void submitTo(Backend backend) {
        try {
            backend.submit(this);
        } catch (RuntimeException | Error e) {
            call.settle(new Settlement.Cancelled(firstIndex, count, () -> e));
            throw e;
        }
    }
}
