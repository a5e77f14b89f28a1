package dev.procpool.internal.engine.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.internal.code.ShippedSpace;
import dev.procpool.internal.code.ShippedSpace.Life;
import dev.procpool.internal.code.ShippedSpace.Unit;
import dev.procpool.protocol.message.Command;
import dev.procpool.protocol.message.Command.Classes;
import dev.procpool.protocol.message.Command.Enter;
import dev.procpool.protocol.message.Command.Forget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerSpacesTest {

    private static final byte[] BUNDLE = {1};

    private final WorkerSpaces spaces = new WorkerSpaces();
    private final List<Command> sent = new ArrayList<>();

    private static ShippedSpace space(long id, long... units) {
        return space(id, Life.SHARED, units);
    }

    private static ShippedSpace space(long id, Life life, long... units) {
        List<Unit> all = new ArrayList<>();
        for (long unit : units) {
            all.add(new Unit(unit, BUNDLE));
        }
        return new ShippedSpace(id, all, life);
    }

    private List<Command> enter(ShippedSpace space) {
        sent.clear();
        spaces.enter(space, sent::add);
        return sent;
    }

    @Test
    void classesAreSentOnceAndASpaceIsEnteredOnce() {
        assertThat(enter(space(1, 10))).containsExactly(new Classes(1, BUNDLE), new Enter(1));
        assertThat(enter(space(1, 10))).isEmpty();
        assertThat(enter(space(1, 10, 11))).containsExactly(new Classes(1, BUNDLE));
        assertThat(spaces.isOnClassPath()).isFalse();
    }

    @Test
    void aWorkerThatLeftASpaceEntersItAgainWithoutItsClasses() {
        enter(space(1, 10));
        sent.clear();

        spaces.leave(sent::add);

        assertThat(sent).containsExactly(new Enter(0));
        assertThat(enter(space(1, 10))).containsExactly(new Enter(1));
    }

    @Test
    void theSpaceThatWasUsedLongestAgoIsForgotten() {
        for (long id = 1; id <= WorkerSpaces.KEPT; id++) {
            enter(space(id, 10 * id));
        }
        enter(space(1, 10));

        assertThat(enter(space(5, 50))).containsExactly(new Forget(2), new Classes(5, BUNDLE), new Enter(5));
        assertThat(enter(space(2, 20))).contains(new Classes(2, BUNDLE));
    }

    @Test
    void theSpaceOfTheInitializerIsNeverForgotten() {
        enter(space(1, Life.POOL, 10));
        for (long id = 2; id <= 2 * WorkerSpaces.KEPT; id++) {
            enter(space(id, 10 * id));
        }

        assertThat(enter(space(1, Life.POOL, 10))).containsExactly(new Enter(1));
    }

    @Test
    void aWorkerThatForgetsTheSpaceItIsInIsOnItsClassPath() {
        enter(space(1, Life.CALL, 10));

        assertThat(spaces.remove(1)).isTrue();

        assertThat(spaces.isOnClassPath()).isTrue();
        assertThat(spaces.remove(1)).isFalse();
    }

    @Test
    void aWorkerIsWornOutAfterManySpaces() {
        for (long id = 1; id < WorkerSpaces.MOST; id++) {
            enter(space(id, 100 + id));
        }
        assertThat(spaces.isWornOut()).isFalse();

        enter(space(1000, 1001));

        assertThat(spaces.isWornOut()).isTrue();
    }
}
