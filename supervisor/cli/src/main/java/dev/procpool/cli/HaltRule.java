package dev.procpool.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * When a run stops early, as GNU parallel's {@code --halt}: {@code never}, {@code soon,fail=N}, {@code now,fail=N}.
 *
 * @param failures the number of failed items that stops the run; 0 for never
 * @param how the end of items that are running
 */
record HaltRule(long failures, Running how) {

    static final HaltRule NEVER = new HaltRule(0, Running.END);

    /** The end of items that are running. */
    enum Running {
        /** They end, and their results are printed. */
        END,
        /** Their workers are killed. */
        ARE_KILLED
    }

    boolean isMetBy(long failed) {
        return failures > 0 && failed >= failures;
    }

    @Override
    public String toString() {
        return failures == 0 ? "never" : (how == Running.END ? "soon" : "now") + ",fail=" + failures;
    }

    /** Reads it from the command line. */
    static final class Text implements ITypeConverter<HaltRule> {

        private static final Pattern RULE = Pattern.compile("(soon|now),fail=([1-9]\\d{0,8})");

        @Override
        public HaltRule convert(String text) {
            if (text.equals("never")) {
                return NEVER;
            }
            Matcher rule = RULE.matcher(text);
            if (!rule.matches()) {
                throw new TypeConversionException("'" + text + "' is none of never, soon,fail=N and now,fail=N");
            }
            Running how = rule.group(1).equals("soon") ? Running.END : Running.ARE_KILLED;
            return new HaltRule(Long.parseLong(rule.group(2)), how);
        }
    }
}
