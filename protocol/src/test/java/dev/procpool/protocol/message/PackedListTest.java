package dev.procpool.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.protocol.codec.Codecs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedListTest {

    private static List<Object> packed(Object... numbers) {
        ItemLayout layout = ItemLayout.of(numbers[0]);
        PayloadBuffer buffer = new PayloadBuffer(8);
        for (Object number : numbers) {
            layout.put(number, buffer);
        }
        return new PackedList(layout, buffer.toByteArray());
    }

    @Test
    void itIsTheListOfItsNumbers() {
        assertThat(packed(1, -2, Integer.MAX_VALUE)).isEqualTo(List.of(1, -2, Integer.MAX_VALUE));
        assertThat(packed(1L, Long.MIN_VALUE)).isEqualTo(List.of(1L, Long.MIN_VALUE));
        assertThat(packed(0.5, Double.NaN)).isEqualTo(List.of(0.5, Double.NaN));
        assertThat(packed(3, 4)).hasToString("[3, 4]").hasSameHashCodeAs(List.of(3, 4));
        assertThat(packed(3, 4, 3).lastIndexOf(3)).isEqualTo(2);
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatThrownBy(() -> packed(1, 2).get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packed(1, 2).get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static void changesAsAnArrayListDoes(Consumer<List<Object>> change) {
        List<Object> list = packed(5, 3, 9, 1);
        List<Object> expected = new ArrayList<>(list);
        change.accept(list);
        change.accept(expected);
        assertThat(list).isEqualTo(expected);
        list.add("no number");
        expected.add("no number");
        assertThat(list).isEqualTo(expected).hasSize(expected.size());
    }

    @Test
    void itChangesAsAnArrayListDoes() {
        changesAsAnArrayListDoes(list -> list.set(1, null));
        changesAsAnArrayListDoes(list -> list.add(7));
        changesAsAnArrayListDoes(list -> list.add(0, 7));
        changesAsAnArrayListDoes(list -> list.remove(2));
        changesAsAnArrayListDoes(list -> list.remove((Object) 9));
        changesAsAnArrayListDoes(list -> list.removeIf(number -> (Integer) number > 3));
        changesAsAnArrayListDoes(list -> list.sort(null));
        changesAsAnArrayListDoes(Collections::reverse);
        changesAsAnArrayListDoes(list -> list.replaceAll(number -> (Integer) number + 1));
        changesAsAnArrayListDoes(List::clear);
        changesAsAnArrayListDoes(list -> list.subList(1, 3).clear());
        changesAsAnArrayListDoes(list -> list.addAll(1, List.of(1, 2)));
        changesAsAnArrayListDoes(list -> list.addAll(list));
        changesAsAnArrayListDoes(list -> list.addAll(0, list));
        changesAsAnArrayListDoes(list -> list.retainAll(List.of(3, 9)));
        changesAsAnArrayListDoes(list -> list.removeAll(List.of(3, 9)));
        changesAsAnArrayListDoes(list -> list.subList(0, 3).retainAll(List.of(3)));
        changesAsAnArrayListDoes(list -> {
            ListIterator<Object> iterator = list.listIterator(2);
            iterator.next();
            iterator.remove();
            iterator.add(8);
        });
        changesAsAnArrayListDoes(list -> {
            int i = 0;
            for (Object number : list) {
                list.set(i++, (int) number + 1);
            }
        });
    }

    @Test
    void elementsThatSeveralThreadsSetAreAllThere() {
        for (int round = 0; round < 20; round++) {
            Object[] numbers = IntStream.range(0, 20_000).boxed().toArray();
            List<Object> list = packed(numbers);
            IntStream.range(0, numbers.length).parallel().forEach(i -> list.set(i, -(int) list.get(i)));
            for (int i = 0; i < numbers.length; i++) {
                assertThat(list.get(i)).isEqualTo(-i);
            }
        }
    }

    @Test
    void anIterationNoticesAChange() {
        List<Object> list = packed(1, 2, 3);
        Iterator<Object> iterator = list.iterator();
        iterator.next();
        list.add(4);
        assertThatThrownBy(iterator::next).isInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void itArrivesAsAnArrayList() throws Exception {
        Codecs codecs = new Codecs(getClass().getClassLoader(), 1 << 20, Optional.of(Set.of()));
        List<?> arrived = (List<?>) codecs.decode(codecs.encode(List.of(packed(1, 2), packed(0.5))));
        assertThat(arrived).isEqualTo(List.of(List.of(1, 2), List.of(0.5)));
        assertThat(arrived.get(0)).isExactlyInstanceOf(ArrayList.class);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(packed(1, 2));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isExactlyInstanceOf(ArrayList.class).isEqualTo(List.of(1, 2));
        }
    }
}
