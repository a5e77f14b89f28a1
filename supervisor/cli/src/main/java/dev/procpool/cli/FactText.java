package dev.procpool.cli;

import dev.procpool.demo.Demo.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the facts of a demo, as {@link Evidence} describes them, for people. Immutable.
 *
 * @param hasBlocks whether the terminal shows more characters than ASCII
 */
record FactText(DemoTexts texts, boolean hasBlocks) {

    /** Longer lists are shortened. */
    private static final int MOST_ELEMENTS = 12;

    private static final int FIRST_ELEMENTS = 5;
    private static final int BAR_COLUMNS = 40;

    /** @param demo the name of the demo, for the names of the rows of a table */
    String of(String demo, Object fact) {
        boolean isTable = fact instanceof Map<?, ?> map
                && !map.isEmpty()
                && map.values().stream().allMatch(Map.class::isInstance);
        return isTable ? table(demo, (Map<?, ?>) fact) : of(fact);
    }

    String of(Object fact) {
        if (fact instanceof Map<?, ?> map) {
            boolean isByPid =
                    map.keySet().stream().allMatch(key -> key.toString().matches("\\d+"));
            return isByPid ? bars(map) : parts(map);
        }
        if (fact instanceof Boolean) {
            return texts.get("fact." + fact);
        }
        return fact instanceof List<?> list ? list(list) : String.valueOf(fact);
    }

    /** A line for each row. */
    private String table(String demo, Map<?, ?> rows) {
        FactTable table = new FactTable();
        heading(demo, rows).ifPresent(table::add);
        rows.forEach((key, parts) -> {
            List<String> cells = words((Map<?, ?>) parts);
            cells.add(0, texts.get(demo + ".row." + key));
            table.add(cells);
        });
        return table.lines().stream().map(line -> "\n  " + line).collect(Collectors.joining());
    }

    /** The names of the columns, where the demo has any. The row with most cells has all of them. */
    private Optional<List<String>> heading(String demo, Map<?, ?> rows) {
        Map<?, ?> fullest = rows.values().stream()
                .map(row -> (Map<?, ?>) row)
                .max(Comparator.comparingInt(Map::size))
                .orElseThrow();
        List<String> names = new ArrayList<>(List.of(""));
        fullest.keySet().stream()
                .map(key -> demo + ".column." + key)
                .filter(texts::has)
                .forEach(key -> names.add(texts.get(key)));
        return Optional.of(names).filter(all -> all.size() > 1);
    }

    /** A line for each process. */
    private String bars(Map<?, ?> countByPid) {
        int most = countByPid.values().stream()
                .mapToInt(count -> (Integer) count)
                .max()
                .orElse(1);
        return countByPid.entrySet().stream()
                .map(entry -> bar(entry.getKey(), (Integer) entry.getValue(), most))
                .collect(Collectors.joining());
    }

    private String bar(Object pid, int count, int most) {
        int columns = Math.max(1, Math.round((float) count * BAR_COLUMNS / most));
        return "\n  " + texts.get("bar.pid").formatted(pid) + " " + (hasBlocks ? "▮" : "#").repeat(columns) + " "
                + count;
    }

    private String parts(Map<?, ?> parts) {
        return String.join(texts.get("word.separator"), words(parts));
    }

    private List<String> words(Map<?, ?> parts) {
        List<String> words = new ArrayList<>();
        parts.forEach((key, value) -> words.add(
                texts.firstOf("word." + key + "." + value, "word." + key).formatted(value)));
        return words;
    }

    private String list(List<?> list) {
        if (Timeline.canDraw(list)) {
            String line = Timeline.line(list, hasBlocks ? "·" : ".");
            return "\n  " + line
                    + texts.get("timeline.millis").formatted(Timeline.times(list, texts.get("list.separator")));
        }
        List<String> shown = new ArrayList<>();
        if (list.size() > MOST_ELEMENTS) {
            list.subList(0, FIRST_ELEMENTS).forEach(element -> shown.add(of(element)));
            shown.add(hasBlocks ? "…" : "...");
            shown.add(of(list.get(list.size() - 1)));
        } else {
            list.forEach(element -> shown.add(of(element)));
        }
        return shown.isEmpty() ? "-" : String.join(texts.get("list.separator"), shown);
    }
}
