package dev.procpool.bench.crossover;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The two tables: the crossings, and how many times faster everybody was than one thread. Immutable. */
record Tables(Result result, Texts texts) {

    /** A row for each work, a column for each payload: law (measured). */
    List<String> crossings() {
        Columns columns = new Columns();
        List<String> head = new ArrayList<>(List.of(texts.get("table.work")));
        result.payloads().forEach(payload -> head.add(texts.size(payload)));
        head.add(texts.get("table.legend"));
        columns.row(head);
        for (long work : result.works()) {
            List<String> row = new ArrayList<>(List.of(texts.time(work)));
            result.payloads().forEach(payload -> row.add(crossing(result.cell(work, payload))));
            columns.row(row);
        }
        return columns.lines();
    }

    /** Law and measurement: {@code 2,080 (1,500)}. */
    String crossing(Cell cell) {
        return law(cell) + " (" + measured(cell) + ")";
    }

    private String law(Cell cell) {
        OptionalDouble items = cell.lawItems(result.law());
        return items.isPresent() ? Texts.items(items.getAsDouble()) : texts.get("never");
    }

    String measured(Cell cell) {
        String items = Texts.items(cell.crossing().items());
        return switch (cell.crossing().kind()) {
            case BETWEEN -> items;
            case BELOW -> "<" + items;
            case ABOVE -> ">" + items;
            case COMPUTED -> "~" + items;
            case NEVER -> texts.get("never");
        };
    }

    /** A row for each cell: threads, virtual threads and the open pool. */
    List<String> timesFaster() {
        Columns columns = new Columns();
        columns.row(List.of(
                texts.get("table.work"),
                texts.get("table.payload"),
                texts.get("table.one"),
                texts.get("table.threads"),
                texts.get("table.virtual"),
                texts.get("table.open"),
                texts.get("table.first")));
        for (Cell cell : result.cells()) {
            columns.row(List.of(
                    texts.time(cell.workNanos()),
                    texts.size(cell.payload()),
                    texts.time(cell.serial()),
                    times(cell.serial() / cell.threads()),
                    cell.virtual().isPresent()
                            ? times(cell.serial() / cell.virtual().getAsDouble())
                            : texts.get("needs21"),
                    times(cell.serial() / cell.open()),
                    cell.firstItem().isPresent()
                            ? Integer.toString(cell.firstItem().getAsInt())
                            : texts.get("never")));
        }
        return columns.lines();
    }

    static String times(double faster) {
        return String.format(Locale.ROOT, faster < 0.1 ? "%.3fx" : faster < 10 ? "%.2fx" : "%.1fx", faster);
    }
}
