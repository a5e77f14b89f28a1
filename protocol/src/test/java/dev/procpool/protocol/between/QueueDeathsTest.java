package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.between.QueueModel.Operation;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that die before any change of a word while they hold the latch of a queue. */
class QueueDeathsTest {

    private int states;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inEveryOrderEachItemIsThereOnceOrDone(boolean redelivers) {
        explore(QueueModel.of(new QueueShape(3, QueueShape.MIN_RING, redelivers, false)), new long[] {2, 3}, 4, 2);

        System.out.println("QueueDeathsTest: " + states + " states, redelivers " + redelivers);
        assertThat(states).isGreaterThan(10_000);
    }

    /** Every operation of every participant; each of them ends, or the participant dies within it. */
    private void explore(QueueModel model, long[] participants, int depth, int deaths) {
        states++;
        for (int i = 0; depth > 0 && i < participants.length; i++) {
            for (Operation operation : Operation.values()) {
                if (model.allows(operation, participants[i])) {
                    QueueModel next = model.copy();
                    next.run(operation, participants[i]);
                    explore(next, participants, depth - 1, deaths);
                    exploreDeaths(model, operation, participants, i, depth, deaths);
                }
            }
        }
    }

    private void exploreDeaths(
            QueueModel model, Operation operation, long[] participants, int i, int depth, int deaths) {
        for (int change = 0; deaths > 0; change++) {
            QueueModel next = model.copy();
            if (!next.runAndDie(operation, participants[i], change)) {
                return;
            }
            long[] others = participants.clone();
            others[i] += participants.length; // a number is not used again
            explore(next, others, depth - 1, deaths - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongLifeWithManyDeathsLosesNothing(boolean redelivers) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        QueueModel model = QueueModel.of(new QueueShape(20, QueueShape.MIN_RING, redelivers, false));
        long[] participants = {2, 3, 4};
        long last = 4;
        System.out.println("QueueDeathsTest: seed " + seed);
        for (int i = 0; i < 20_000; i++) {
            int who = random.nextInt(participants.length);
            Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
            if (!model.allows(operation, participants[who])) {
                continue;
            }
            QueueModel dying = model.copy();
            if (random.nextInt(10) == 0 && dying.runAndDie(operation, participants[who], random.nextInt(8))) {
                model = dying;
                participants[who] = ++last;
            } else {
                model.run(operation, participants[who]);
            }
        }
    }
}
