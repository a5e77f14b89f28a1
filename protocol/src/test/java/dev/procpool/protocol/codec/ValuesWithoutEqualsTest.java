package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("jdk")
class ValuesWithoutEqualsTest {

    private static final int LIMIT = 1 << 20;

    private final Codecs codecs = new Codecs(ValuesWithoutEqualsTest.class.getClassLoader(), LIMIT);

    static class Plain {
        int a = 1;
        String b = "b";
        Plain next;

        @Override
        public boolean equals(Object o) {
            return o instanceof Plain p && p.a == a && p.b.equals(b);
        }

        @Override
        public int hashCode() {
            return a;
        }
    }

    static class NamedList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        String name = "named";
    }

    @Test
    void whatHasNoEqualsArrivesAlike() {
        assertThat(copy(new int[][] {{1}, {2, 3}}).length).isEqualTo(2);
        assertThat(copy(new String[] {"a", null})).containsExactly("a", null);
        assertThat(copy(new AtomicInteger(5)).get()).isEqualTo(5);
        assertThat(copy(new AtomicLong(6)).get()).isEqualTo(6);
        assertThat(copy(Pattern.compile("a+b", Pattern.CASE_INSENSITIVE))
                        .matcher("AAB")
                        .matches())
                .isTrue();
        assertThat(copy(new Random(5)).nextInt()).isEqualTo(new Random(5).nextInt());
        assertThat(copy(new StringBuilder("sb")).toString()).isEqualTo("sb");
        assertThat(List.copyOf(copy(new ArrayDeque<>(List.of(1, 2))))).containsExactly(1, 2);
        PriorityQueue<Integer> reversed = new PriorityQueue<>(Comparator.reverseOrder());
        reversed.addAll(List.of(1, 3, 2));
        assertThat(copy(reversed).poll()).isEqualTo(3);
        NamedList named = new NamedList();
        named.add("x");
        assertThat(copy(named).name).isEqualTo("named");
        assertThat(codecs.decode(codecs.encode(null))).isNull();

        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(8), ByteBuffer.allocateDirect(8))) {
            buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(7).flip();
            ByteBuffer arrived = copy(buffer);
            assertThat(arrived.isDirect()).isEqualTo(buffer.isDirect());
            assertThat(arrived.remaining()).isEqualTo(4);
            assertThat(arrived.getInt()).isEqualTo(7);
        }
    }

    @Test
    void aGraphKeepsItsSharedParts() {
        Plain first = new Plain();
        first.next = first;
        Plain arrived = copy(first);
        assertThat(arrived.next).isSameAs(arrived);
    }

    @Test
    void aSharedImmutableCollectionArrivesWholeEveryTime() {
        for (Object shared : List.of(
                List.of(1, List.of(2)),
                Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
                Collections.unmodifiableMap(new HashMap<>(Map.of(1, List.of(2)))),
                new ArrayList<>(List.of(1, 2, 3)).subList(0, 2))) {
            Object[] arrived = copy(new Object[] {shared, shared, "after"});
            assertThat(arrived).containsExactly(shared, shared, "after");
            assertThat(arrived[0]).isSameAs(arrived[1]);
        }
    }

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }
}
