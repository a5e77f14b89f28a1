package dev.procpool.protocol.codec.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.DecodingException;
import dev.procpool.protocol.codec.EncodingException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("jdk")
@Timeout(280)
class RandomGraphTest {

    /** {@code -Dprocpool.oracle.graphs=200000} for the long form, {@code -Dprocpool.oracle.seed=…} for one graph. */
    private static final int GRAPHS = Integer.getInteger("procpool.oracle.graphs", 20_000);

    private final Codecs codecs = new Codecs(RandomGraphTest.class.getClassLoader(), 64 << 20);

    @Test
    void everyGraphArrivesEqualOrIsRefused() {
        long first = Long.getLong("procpool.oracle.seed", 0);
        int count = System.getProperty("procpool.oracle.seed") == null ? GRAPHS : 1;
        int refused = 0;
        for (long seed = first; seed < first + count; seed++) {
            Object graph = RandomGraph.of(seed);
            Object arrived;
            try {
                arrived = codecs.decode(codecs.encode(graph));
            } catch (EncodingException | DecodingException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("contains itself");
                refused++;
                continue;
            }
            assertThat(DeepComparison.difference(graph, arrived))
                    .as("seed %d", seed)
                    .isNull();
        }
        assertThat(refused).as("refused of %d", count).isLessThan(count / 4 + 1);
    }
}
