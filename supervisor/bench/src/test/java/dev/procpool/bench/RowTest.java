package dev.procpool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowTest {

    private static Stream<Row> ofManyItems() {
        return Arrays.stream(Row.values())
                .filter(row -> row.name().startsWith("MAP_") || row.name().startsWith("IMAP_"));
    }

    @Test
    void everyRowOfManyItemsIsMeasuredBesidePythonAtItsBestChunkSize() {
        assertThat(ofManyItems())
                .hasSize(13)
                .allMatch(row -> row.peers().contains(Peer.PYTHON_BEST))
                .allMatch(row -> row.peers().containsAll(Peer.GIVEN));
    }

    @Test
    void theTargetsOfTextAndRecordsCompareWithThatChunkSize() {
        assertThat(Group.TEXT.rows()).allMatch(row -> row.targets().stream()
                .allMatch(target -> target.peer().equals(Optional.of(Peer.PYTHON_BEST))));
    }

    @Test
    void everyRowBelongsToOneGroup() {
        List<Row> rows = Arrays.stream(Group.values())
                .flatMap(group -> group.rows().stream())
                .toList();

        assertThat(rows).containsExactly(Row.values());
        assertThat(Group.BETWEEN.rows()).allMatch(row -> row.size() == Size.BETWEEN);
        assertThat(Group.SOAK.rows()).allMatch(row -> row.size() == Size.SOAK);
    }

    @Test
    void theUsualRunLeavesThreadsOutWhereTheyDecideNoTarget() {
        Setup usual = setup(Setup.Cells.FEWER);
        Setup all = setup(Setup.Cells.ALL);

        assertThat(usual.has(Row.ECHO_100K, Peer.THREADS)).isFalse();
        assertThat(usual.has(Row.MAP_SINGLE, Peer.THREADS)).isTrue();
        assertThat(all.has(Row.ECHO_100K, Peer.THREADS)).isTrue();
    }

    private static Setup setup(Setup.Cells cells) {
        return new Setup(
                Pace.NORMAL,
                Set.of(Peer.values()),
                cells,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }
}
