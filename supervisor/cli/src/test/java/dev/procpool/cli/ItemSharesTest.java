package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.PoolListener.Items;
import org.junit.jupiter.api.Test;

class ItemSharesTest {

    private final ItemShares shares = new ItemShares();

    private static Items items(long first, int count, int worker) {
        return new Items(1, first, count, 1, worker, 4711);
    }

    @Test
    void theSharesOfRunningItemsAreAddedUp() {
        shares.itemProgressed(items(0, 1, 1), 1, 4);
        shares.itemProgressed(items(1, 1, 2), 1, 2);
        shares.itemProgressed(items(1, 1, 2), 3, 4);

        assertThat(shares.sum()).isEqualTo(1);
    }

    @Test
    void anItemThatIsSettledOrRunAgainHasNoShare() {
        shares.itemProgressed(items(7, 1, 1), 1, 4);
        shares.itemsSettled(items(0, 7, 1));
        assertThat(shares.sum()).as("of others").isEqualTo(0.25);

        shares.itemsSettled(items(5, 10, 1));
        assertThat(shares.sum()).isZero();

        shares.itemProgressed(items(8, 1, 1), 1, 4);
        shares.itemRetried(items(8, 1, 1), new IllegalStateException());
        assertThat(shares.sum()).isZero();
    }

    @Test
    void aShareIsNeitherMoreThanOneNorKnownWithoutATotal() {
        shares.itemProgressed(items(0, 1, 1), 5, 4);
        shares.itemProgressed(items(1, 1, 2), 5, 0);

        assertThat(shares.sum()).isEqualTo(1);
    }
}
