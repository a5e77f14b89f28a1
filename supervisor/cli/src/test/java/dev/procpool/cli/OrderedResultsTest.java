package dev.procpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.TaskOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OrderedResultsTest {

    private static ReadWindow window(int most) {
        return new ReadWindow(CombinedItems.of(List.of("a", "b", "c", "d")), most);
    }

    private static String all(OrderedResults results) {
        List<String> all = new ArrayList<>();
        while (results.next()) {
            all.add(results.index() + " " + results.line() + "=" + results.result()
                    + (results.failure() == null ? "" : results.failure().getMessage()));
        }
        return String.join(", ", all);
    }

    @Test
    void outcomesThatComeOutOfOrderAreGivenInOrder() {
        FakeResults arriving = new FakeResults()
                .succeeded("c", "3")
                .succeeded("a", "1")
                .failed("d", new IllegalStateException("bad"))
                .succeeded("b", "2")
                .at(2, 0, 3, 1);

        assertThat(all(new OrderedResults(arriving, window(9)))).isEqualTo("0 a=1, 1 b=2, 2 c=3, 3 d=bad");
    }

    @Test
    void anOutcomeIsReadyOnlyWhenItsTurnHasCome() {
        FakeResults arriving = new FakeResults()
                .succeeded("b", "2")
                .succeeded("a", "1")
                .at(1, 0)
                .readyTimes(1);
        OrderedResults results = new OrderedResults(arriving, window(9));

        assertThat(results.hasReady()).as("only b is there").isFalse();
        assertThat(results.next()).isTrue();
        assertThat(results.result()).hasToString("1");
        assertThat(results.hasReady()).isTrue();
        assertThat(results.next()).isTrue();
        assertThat(results.line()).hasToString("b");
        assertThat(results.next()).isFalse();
        assertThat(results.hasReady()).isTrue();
    }

    @Test
    void anItemWithoutAnOutcomeKeepsNoOthersBack() {
        FakeResults arriving =
                new FakeResults().succeeded("b", "2").succeeded("d", "4").at(1, 3);

        assertThat(all(new OrderedResults(arriving, window(9)))).isEqualTo("1 b=2, 3 d=4");
    }

    @Test
    void aFailureOfTheInputComesAfterTheOutcomesThatAreKept() {
        FakeResults arriving = new FakeResults()
                .succeeded("b", "2")
                .at(1)
                .thenFailing(new UncheckedIOException(new IOException("no disk")));
        OrderedResults results = new OrderedResults(arriving, window(9));

        assertThat(results.hasReady()).isTrue();
        assertThat(results.next()).isTrue();
        assertThat(results.result()).hasToString("2");
        assertThatThrownBy(results::next).hasMessageContaining("no disk");
    }

    @Test
    void itemsAreReadNoFurtherAheadThanTheWindow() throws Exception {
        ReadWindow window = window(2);
        assertThat(window.next()).isTrue();
        assertThat(window.hasReady()).isTrue();
        assertThat(window.next()).isTrue();
        assertThat(window.hasReady()).isFalse();

        CompletableFuture<Boolean> third = CompletableFuture.supplyAsync(() -> next(window));
        assertThat(third).isNotCompleted();
        window.kept(1 << 30);
        window.printed();
        assertThat(third).as("too many bytes are kept").isNotCompleted();
        window.kept(-(1 << 30));
        assertThat(third.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(window.line()).hasToString("c");
    }

    @Test
    void aWindowThatHasEndedGivesNoMoreItems() throws Exception {
        ReadWindow window = window(1);
        assertThat(window.next()).isTrue();
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> next(window));
        OrderedResults results = new OrderedResults(new FakeResults(), window);

        results.cancelPending();
        assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void theWindowIsThatOfTheLibraryAndHasRoomForAChunk() {
        TaskOptions.Builder options = TaskOptions.builder();
        assertThat(ReadWindow.sizeFor(options.build(), 2)).isEqualTo(16 * 1024);
        assertThat(ReadWindow.sizeFor(options.chunkSize(10_000).build(), 2)).isEqualTo(80_000);
        assertThat(ReadWindow.sizeFor(options.buffer(5).build(), 2)).isEqualTo(10_000);
        assertThat(ReadWindow.sizeFor(options.chunkSize(1).build(), 2)).isEqualTo(5);
    }

    private static boolean next(ReadWindow window) {
        try {
            return window.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
