package dev.procpool.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A value arrives equal, or is refused. It never arrives changed. */
@Tag("jdk")
class TravelTest {

    private static final int LIMIT = 16 << 20;

    private final Codecs codecs = new Codecs(TravelTest.class.getClassLoader(), LIMIT);

    @SuppressWarnings("unchecked")
    private <T> T copy(T value) {
        return (T) codecs.decode(codecs.encode(value));
    }

    static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
        String[] more = {"x"};

        private Object writeReplace() {
            return new ArrayList<>(this);
        }
    }

    static class HasNames {
        Names names = new Names();
    }

    static class HasList {
        List<String> names = new Names();
    }

    @Test
    void whatReplacesAnObjectDoesNotLandInAFieldOfAnotherType() {
        assertThatThrownBy(() -> copy(new HasNames()))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("HasNames.names is a " + Names.class.getName())
                .hasMessageContaining("was sent a java.util.ArrayList");
        assertThat(copy(new HasList()).names).isExactlyInstanceOf(ArrayList.class);
    }

    @Test
    void aTimeThatOccursTwiceKeepsItsOffset() {
        ZonedDateTime later = ZonedDateTime.parse("2024-10-27T02:30+01:00[Europe/Berlin]");

        assertThat(copy(later).getOffset()).isEqualTo(later.getOffset());
        assertThat(copy(later).toInstant()).isEqualTo(later.toInstant());
        assertThat(copy(later).toString()).isEqualTo(later.toString());
    }

    @Test
    void aSortedSetKeepsItsOrder() {
        ConcurrentSkipListSet<String> set = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of("b", "A", "c"));

        assertThat(copy(set)).containsExactly("A", "b", "c");
        assertThat(copy(set).contains("B")).isTrue();
    }

    @Test
    void propertiesKeepTheirDefaults() {
        Properties defaults = new Properties();
        defaults.setProperty("host", "localhost");
        Properties properties = new Properties(defaults);
        properties.setProperty("port", "80");

        assertThat(copy(properties).getProperty("host")).isEqualTo("localhost");
        assertThat(copy(properties).getProperty("port")).isEqualTo("80");
    }

    static class Price extends TreeMap<String, Integer> {
        private static final long serialVersionUID = 1L;
        String currency;
    }

    static class Row extends AbstractMap<String, Integer> {
        String table;
        final Map<String, Integer> columns = new TreeMap<>();

        @Override
        public Set<Entry<String, Integer>> entrySet() {
            return columns.entrySet();
        }
    }

    static class Closed extends java.util.concurrent.locks.AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1L;
    }

    static class Pushback extends java.util.StringTokenizer {
        Pushback() {
            super("a b");
        }
    }

    @Test
    void aSubclassOfAJdkClassKeepsItsFieldsOrIsRefused() {
        Price price = new Price();
        price.currency = "EUR";
        price.put("amount", 5);
        Row row = new Row();
        row.table = "customers";
        row.columns.put("id", 7);

        assertThat(copy(price).currency).isEqualTo("EUR");
        assertThat(copy(price)).containsEntry("amount", 5);
        assertThat(copy(row).table).isEqualTo("customers");
        assertThat(copy(row)).isEqualTo(row);
        assertThat(copy(new Closed())).isNotNull();
        assertThatThrownBy(() -> copy(new Pushback()))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("extends java.util.StringTokenizer");
    }

    static class Cell {
        List<Cell> row;
    }

    @Test
    void aBackReferenceThroughAnUnmodifiableListIsKept() {
        List<Cell> cells = new ArrayList<>(List.of(new Cell(), new Cell()));
        List<Cell> row = Collections.unmodifiableList(cells);
        cells.forEach(cell -> cell.row = row);

        Cell arrived = copy(cells.get(0));

        assertThat(arrived.row).hasSize(2).isNotInstanceOf(ArrayList.class);
        assertThat(arrived.row.get(0)).isSameAs(arrived);
        assertThat(arrived.row.get(1).row).isSameAs(arrived.row);
    }

    @Test
    void aBackReferenceThroughAnImmutableListIsRefused() {
        Cell cell = new Cell();
        cell.row = List.of(cell, new Cell());
        cell.row.get(1).row = cell.row;

        assertThatThrownBy(() -> copy(cell))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("Cell.row")
                .hasMessageContaining("it contains itself");
    }

    static class Parent {
        final EnumMap<TimeUnit, Child> children = new EnumMap<>(TimeUnit.class);
    }

    record Child(Parent parent, byte[] shared) {}

    @Test
    void anEnumMapKeepsTheIdentityOfWhatItContains() {
        Parent parent = new Parent();
        parent.children.put(TimeUnit.DAYS, new Child(parent, null));
        byte[] megabyte = new byte[1 << 20];
        List<EnumMap<TimeUnit, byte[]>> rows = IntStream.range(0, 100)
                .mapToObj(i -> new EnumMap<>(Map.of(TimeUnit.DAYS, megabyte)))
                .toList();

        Parent arrived = copy(parent);
        List<EnumMap<TimeUnit, byte[]>> arrivedRows = copy(rows);

        assertThat(arrived.children.get(TimeUnit.DAYS).parent()).isSameAs(arrived);
        assertThat(codecs.encode(rows)).hasSizeLessThan(2 << 20);
        assertThat(arrivedRows.get(0).get(TimeUnit.DAYS))
                .isSameAs(arrivedRows.get(99).get(TimeUnit.DAYS));
    }

    @SuppressWarnings("serial") // the codec carries what is not Serializable
    static class OwnForm implements Serializable {
        private static final long serialVersionUID = 1L;
        final Object field;

        OwnForm(Object field) {
            this.field = field;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
        }
    }

    @Test
    void aClassWithItsOwnFormContainsWhatIsNotSerializable() {
        Cell shared = new Cell();
        Object[] arrived = copy(new Object[] {new OwnForm(shared), shared});

        assertThat(((OwnForm) arrived[0]).field).isSameAs(arrived[1]);
        assertThatThrownBy(() -> copy(new OwnForm(Thread.currentThread())))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("OwnForm.field")
                .hasMessageContaining("belongs to this JVM");
    }

    record Doubled(int value) {
        public int value() {
            return 2 * value;
        }
    }

    @Test
    void aRecordIsReadByItsFieldsAndNotByItsAccessors() {
        assertThat(copy(new Doubled(5))).isEqualTo(new Doubled(5));
    }

    @Test
    void aSharedImmutableMapIsImmutableWhereverItIsReferredTo() {
        Map<String, Integer> map = Map.of("a", 1);
        List<Map<String, Integer>> arrived = copy(new ArrayList<>(List.of(map, map)));

        assertThat(arrived.get(1)).isSameAs(arrived.get(0)).isExactlyInstanceOf(map.getClass());
    }

    @Test
    void anArrayInAnArrayKeepsItsType() {
        Object[][] arrived = copy(new Object[][] {{1}, new String[] {"a"}, null});

        assertThat(arrived[0]).isExactlyInstanceOf(Object[].class);
        assertThat(arrived[1]).isExactlyInstanceOf(String[].class);
    }

    @Test
    void aPathWhoseNameIsNoTextIsRefused() {
        Path odd = Path.of(URI.create("file:///tmp/%FF"));

        assertThatThrownBy(() -> copy(new Path[] {odd}))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("[0]")
                .hasMessageContaining("its name is no text");
        assertThat(copy(Path.of("a", "../b"))).isEqualTo(Path.of("a", "../b"));
    }

    @Test
    void aReadOnlyBufferIsReadOnlyWhereItArrives() {
        ByteBuffer buffer = ByteBuffer.allocate(8).putInt(1).order(ByteOrder.LITTLE_ENDIAN);

        ByteBuffer arrived = copy(buffer.asReadOnlyBuffer());

        assertThat(arrived).isEqualTo(buffer);
        assertThat(arrived.isReadOnly()).isTrue();
        assertThat(copy(buffer).isReadOnly()).isFalse();
        assertThat(copy(buffer).order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void aListThatHoldsWhatItsTypeForbidsArrivesEqualOrIsRefused() {
        assertThat(copy(new HasIntegers()).integers.toString()).isEqualTo("[x]");
    }

    static class HasIntegers {
        @SuppressWarnings({"unchecked", "rawtypes"})
        final List<Integer> integers = new ArrayList<>((List) List.of("x"));
    }
}
