package dev.procpool.protocol.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.channel.ProgressWords.Report;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProgressWordsTest {

    private final ProgressWords words = SharedWords.unshared().progress();

    @Test
    void theLastReportIsRead() {
        assertThat(words.read()).isEmpty();

        words.report(7, 30, 100);
        assertThat(words.read()).contains(new Report(1, 7, 30, 100));

        words.report(8, 0, 0);
        assertThat(words.read()).contains(new Report(2, 8, 0, 0));
    }

    @Test
    void aReportThatIsBeingWrittenIsNotRead() throws Exception {
        AtomicBoolean ends = new AtomicBoolean();
        Thread worker = new Thread(() -> {
            for (long i = 1; !ends.get(); i++) {
                words.report(i, i, i);
            }
        });
        worker.start();
        int read = 0;
        while (read < 10_000) {
            Optional<Report> report = words.read();
            if (report.isPresent()) {
                long number = report.get().number();
                assertThat(report).contains(new Report(number, number, number, number));
                read++;
            }
        }
        ends.set(true);
        worker.join();
    }
}
