package dev.procpool.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * When a run stops early, as GNU parallel's {@code --halt}: {@code never}, or when, which outcomes are counted, and
 * their number or percentage, as in {@code now,fail=10%}.
 *
 * @param counted the outcomes that are counted
 * @param number the number of such outcomes, or their percentage, that stops the run
 * @param unit whether {@code number} is a number or a percentage
 * @param running the end of items that are running
 */
record HaltRule(Counted counted, long number, Unit unit, Running running) {

    static final HaltRule NEVER = new HaltRule(Counted.NOTHING, 0, Unit.ITEMS, Running.END);

    /** A share of failures is a matter of chance before this number of items has failed. */
    private static final int LEAST_FAILURES = 3;

    private static final int PERCENT = 100;

    /** The outcomes that are counted. */
    enum Counted {
        /** No outcomes: the rule is never met. */
        NOTHING("never", "items"),
        /** Items that failed. */
        FAIL("fail", "failed items"),
        /** Items that succeeded. */
        SUCCESS("success", "successful items"),
        /** Items that failed or succeeded. */
        DONE("done", "items");

        private final String name;
        private final String items;

        Counted(String name, String items) {
            this.name = name;
            this.items = items;
        }

        private static Counted of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /** The unit of a rule's number. */
    enum Unit {
        ITEMS(""),
        PERCENT("%");

        private final String sign;

        Unit(String sign) {
            this.sign = sign;
        }
    }

    /** The end of items that are running. */
    enum Running {
        /** They end, and their results are printed. */
        END("soon"),
        /** Their workers are killed. */
        ARE_KILLED("now");

        private final String word;

        Running(String word) {
            this.word = word;
        }
    }

    /** Whether there is a rule at all. */
    boolean isSet() {
        return counted != Counted.NOTHING;
    }

    /**
     * Whether all items have to be counted before the first one runs: the rule is a share of all of them. The share of
     * failures is one of the items whose outcomes are known.
     */
    boolean needsTotal() {
        return unit == Unit.PERCENT && counted != Counted.FAIL;
    }

    /**
     * Whether the run is to stop.
     *
     * @param total the number of all items, if {@link #needsTotal}
     */
    boolean isMetBy(long succeeded, long failed, long total) {
        long done = succeeded + failed;
        long count = countOf(succeeded, failed);
        if (!isSet() || count == 0) {
            return false;
        }
        if (unit == Unit.ITEMS) {
            return count >= number;
        }
        return counted == Counted.FAIL
                ? failed >= LEAST_FAILURES && failed * PERCENT >= number * done
                : count * PERCENT >= number * total;
    }

    private long countOf(long succeeded, long failed) {
        return switch (counted) {
            case NOTHING -> 0;
            case FAIL -> failed;
            case SUCCESS -> succeeded;
            case DONE -> succeeded + failed;
        };
    }

    /** The reason to stop, for a message. */
    String reason(long succeeded, long failed) {
        long count = countOf(succeeded, failed);
        String items = count == 1 ? counted.items.substring(0, counted.items.length() - 1) : counted.items;
        return count + " " + items + " (--halt " + this + ")";
    }

    /**
     * The exit code of a run that this rule has stopped: as in GNU parallel, a run that was to stop after successes has
     * succeeded.
     *
     * @param failed the number of items that failed
     */
    int exitCode(long failed) {
        return switch (counted) {
            case SUCCESS -> ExitCodes.OK;
            case DONE -> failed == 0 ? ExitCodes.OK : ExitCodes.ITEMS_FAILED;
            default -> ExitCodes.HALTED;
        };
    }

    @Override
    public String toString() {
        return isSet() ? running.word + "," + counted.name + "=" + number + unit.sign : counted.name;
    }

    /** Reads it from the command line. */
    static final class Text implements ITypeConverter<HaltRule> {

        private static final Pattern RULE = Pattern.compile("(soon|now),(fail|success|done)=([1-9]\\d{0,8})(%?)");

        /** The short forms of GNU parallel. */
        private static final Map<String, String> SHORT_FORMS = Map.of(
                "0", "never", "1", "soon,fail=1", "2", "now,fail=1", "-1", "soon,success=1", "-2", "now,success=1");

        @Override
        public HaltRule convert(String text) {
            String rule = text.matches("\\d{1,3}%") ? "soon,fail=" + text : SHORT_FORMS.getOrDefault(text, text);
            if (rule.equals("never")) {
                return NEVER;
            }
            Matcher matcher = RULE.matcher(rule);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "'" + text + "' is none of never, soon,fail=N and now,fail=N; also success=N, done=N and N%");
            }
            Running running = matcher.group(1).equals("soon") ? Running.END : Running.ARE_KILLED;
            Unit unit = matcher.group(4).isEmpty() ? Unit.ITEMS : Unit.PERCENT;
            long number = Long.parseLong(matcher.group(3));
            if (unit == Unit.PERCENT && number > PERCENT) {
                throw new TypeConversionException("'" + text + "' is more than 100%");
            }
            return new HaltRule(Counted.of(matcher.group(2)), number, unit, running);
        }
    }
}
