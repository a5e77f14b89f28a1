package dev.procpool.protocol.between;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A queue in memory and what it should contain. Participants change it with the methods that the product calls under
 * the latch, and may die before each change of a word. Not thread-safe.
 */
final class QueueModel {

    /** The operations of a participant. */
    enum Operation {
        PUT,
        TAKE,
        LEASE,
        DONE,
        GIVE_BACK,
        TASK_DONE
    }

    /** The expected contents: items in the order in which they were put. */
    record Expected(
            TreeSet<Integer> items,
            Map<Long, TreeSet<Integer>> leased,
            Map<Long, TreeSet<Integer>> kept,
            Map<Long, Integer> taken) {

        static Expected nothing() {
            return new Expected(new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }

        Expected copy() {
            Expected copy = nothing();
            copy.items.addAll(items);
            leased.forEach((who, all) -> copy.leased.put(who, new TreeSet<>(all)));
            kept.forEach((who, all) -> copy.kept.put(who, new TreeSet<>(all)));
            copy.taken.putAll(taken);
            return copy;
        }

        TreeSet<Integer> leasedBy(long participant) {
            return leased.computeIfAbsent(participant, p -> new TreeSet<>());
        }

        TreeSet<Integer> keptBy(long participant) {
            return kept.computeIfAbsent(participant, p -> new TreeSet<>());
        }

        /** The participant has died. */
        void bury(long participant, boolean redelivers) {
            if (redelivers) {
                items.addAll(leasedBy(participant));
                items.addAll(keptBy(participant));
            }
            leased.remove(participant);
            kept.remove(participant);
            taken.remove(participant);
        }

        boolean isFinished() {
            return items.isEmpty()
                    && leased.values().stream().allMatch(TreeSet::isEmpty)
                    && kept.values().stream().allMatch(TreeSet::isEmpty)
                    && taken.values().stream().allMatch(n -> n == 0);
        }
    }

    private static final int AT = 1 << 24; // one memory serves as the page and the region

    private final QueueShape shape;
    private MapMemory words = MapMemory.empty();
    private Expected expected = Expected.nothing();
    private int lastItem;

    private QueueModel(QueueShape shape) {
        this.shape = shape;
    }

    /** An empty queue whose positions and numbers are about to wrap. */
    static QueueModel of(QueueShape shape) {
        QueueModel model = new QueueModel(shape);
        long[] words = shape.words();
        words[QueueMemory.HEAD] = -3L;
        words[QueueMemory.TAIL] = -3L;
        for (int i = 0; i < words.length; i++) {
            model.words.set(Layout.word(AT, i), words[i]);
        }
        return model;
    }

    QueueModel copy() {
        QueueModel copy = new QueueModel(shape);
        copy.words = words.copy();
        copy.expected = expected.copy();
        copy.lastItem = lastItem;
        return copy;
    }

    private QueueMemory memory() {
        return new QueueMemory(words, AT, words, shape);
    }

    /** Whether the operation makes sense for a participant. */
    boolean allows(Operation operation, long participant) {
        return switch (operation) {
            case PUT, TAKE, LEASE, TASK_DONE -> true;
            case DONE, GIVE_BACK -> !expected.leasedBy(participant).isEmpty();
        };
    }

    /** A participant does something, and lives. */
    void run(Operation operation, long participant) {
        run(operation, participant, -1);
        requireAsExpected();
    }

    /**
     * A participant does something, and dies before a change with a number.
     *
     * @return false if there are fewer changes; nothing can be said about the model then
     */
    boolean runAndDie(Operation operation, long participant, int change) {
        Expected before = expected.copy();
        boolean isDead = run(operation, participant, change);
        if (!isDead) {
            return false;
        }
        QueueRepair.ask(words, AT, words, participant);
        words.set(AT, 0); // the home takes the latch back
        Expected after = expected;
        before.bury(participant, shape.redelivers());
        after.bury(participant, shape.redelivers());
        QueueModel repaired = copy();
        if (repaired.memory().needsRepair()) {
            QueueRepair.run(repaired.memory());
        }
        expected = repaired.contents().equals(normal(before)) ? before : after;
        repaired.expected = expected;
        repaired.requireAsExpected();
        return true;
    }

    private boolean run(Operation operation, long participant, int change) {
        try {
            words.set(AT, participant);
            words.dieBeforeChange(change);
            if (memory().needsRepair()) {
                QueueRepair.run(memory());
            }
            perform(operation, participant);
            return false;
        } catch (MapMemory.Death e) {
            return true;
        } finally {
            words.live();
            if (change < 0) {
                words.set(AT, 0);
            }
        }
    }

    private void perform(Operation operation, long participant) {
        switch (operation) {
            case PUT -> put();
            case TAKE -> take(participant, false);
            case LEASE -> take(participant, true);
            case DONE -> {
                int item = expected.leasedBy(participant).pollFirst();
                QueueItems.done(memory(), slot(participant), placeOf(item));
            }
            case GIVE_BACK -> {
                int item = expected.leasedBy(participant).pollFirst();
                expected.items().add(item);
                QueueItems.giveBack(memory(), slot(participant), placeOf(item));
            }
            case TASK_DONE -> taskDone(participant);
        }
    }

    private void put() {
        int item = ++lastItem;
        byte[] payload = ByteBuffer.allocate(4 + item % 40).putInt(item).array();
        boolean hasRoom = expected.items().size() < shape.capacity();
        if (hasRoom) {
            expected.items().add(item);
        }
        try {
            boolean isPut = QueueItems.put(memory(), payload, 0, payload.length, item % 2 == 0);
            assertThat(isPut).isEqualTo(hasRoom);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(long participant, boolean isLeased) {
        Integer first = expected.items().pollFirst();
        if (first != null && isLeased) {
            expected.leasedBy(participant).add(first);
        } else if (first != null && shape.redelivers()) {
            expected.keptBy(participant).add(first);
        } else if (first != null) {
            expected.taken().merge(participant, 1, Integer::sum);
        }
        SharedQueue.Item item = QueueItems.take(memory(), slot(participant), isLeased);
        assertThat(item == null ? null : id(item.payload())).isEqualTo(first);
        assertThat(item != null && item.isBytes()).isEqualTo(first != null && first % 2 == 0);
    }

    private void taskDone(long participant) {
        boolean isOne;
        boolean isExpected;
        if (shape.redelivers()) {
            isExpected = expected.keptBy(participant).pollFirst() != null;
            isOne = QueueItems.firstDone(memory(), slot(participant));
        } else {
            isExpected = expected.taken().getOrDefault(participant, 0) > 0;
            expected.taken().computeIfPresent(participant, (p, n) -> Math.max(n - 1, 0));
            isOne = QueueSlots.done(words, slot(participant));
        }
        assertThat(isOne).isEqualTo(isExpected);
    }

    private int slot(long participant) {
        return QueueSlots.of(words, participant);
    }

    private static int id(byte[] payload) {
        assertThat(payload).hasSize(4 + ByteBuffer.wrap(payload).getInt() % 40);
        return ByteBuffer.wrap(payload).getInt();
    }

    private int placeOf(int item) {
        int[] place = {-1};
        Records.forTaken(memory(), position -> {
            if (idAt(position) == item && Records.isPinned(memory().header(position))) {
                place[0] = position;
            }
        });
        return place[0];
    }

    private int idAt(int position) {
        return id(memory().read(position, Records.length(memory().header(position))));
    }

    // ---- what the memory says

    private void requireAsExpected() {
        assertThat(contents()).isEqualTo(normal(expected));
        assertThat(memory().size()).isEqualTo(expected.items().size());
        assertThat(QueueItems.isFinished(memory())).isEqualTo(expected.isFinished());
    }

    private Expected contents() {
        Expected contents = Expected.nothing();
        QueueMemory memory = memory();
        Records.forTaken(memory, position -> {
            long header = memory.header(position);
            if (Records.isReturned(header)) {
                contents.items().add(idAt(position));
            } else if (Records.isPinned(header)) {
                long owner = words.get(QueueMemory.SLOTS + Records.slot(header) * QueueSlots.SIZE);
                (Records.isWithoutLease(header) ? contents.keptBy(owner) : contents.leasedBy(owner))
                        .add(idAt(position));
            }
        });
        int tail = Mark.position(memory.tail());
        for (int position = Mark.position(memory.head()); position != tail; ) {
            contents.items().add(idAt(position));
            position = Mark.advanced(position, Records.unitsAt(memory, position, tail));
        }
        for (int slot = 0; slot < 8; slot++) {
            int at = QueueMemory.SLOTS + slot * QueueSlots.SIZE;
            contents.taken().put(words.get(at), (int) (words.get(at + 8) - words.get(at + 16)));
        }
        return normal(contents);
    }

    /** Without what is empty. */
    private static Expected normal(Expected expected) {
        Expected copy = expected.copy();
        copy.leased().values().removeIf(TreeSet::isEmpty);
        copy.kept().values().removeIf(TreeSet::isEmpty);
        copy.taken().values().removeIf(n -> n == 0);
        return copy;
    }

    @Override
    public String toString() {
        return List.of(expected, contents()).toString();
    }
}
