package dev.procpool.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.TaskFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInTaskTest {

    public static int plusOne(int x) {
        return x + 1;
    }

    public static String overloaded(int x) {
        return "int";
    }

    public static String overloaded(String x) {
        return "String";
    }

    private static String run(String task, String item) throws Exception {
        return new NamedTask(task, ResultForm.TEXT).apply(item);
    }

    @Test
    void squaresHaveAnySize() throws Exception {
        assertThat(run("square", " -12 ")).isEqualTo("144");
        assertThat(run("square", "10000000000")).isEqualTo("100000000000000000000");
        assertThatThrownBy(() -> run("square", "x")).isInstanceOf(UnusableItemException.class);
    }

    @Test
    void digestsEscapeNamesAsSha256sumDoes() {
        assertThat(Sha256.line("00", "a b")).isEqualTo("00  a b");
        assertThat(Sha256.line("00", "a\nb\\")).isEqualTo("\\00  a\\nb\\\\");
    }

    @Test
    void aFileThatCannotBeReadLeavesNothingInTheDigestOfTheNextOne(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "abc");
        assertThatThrownBy(() -> run("sha256", directory.toString())).isInstanceOf(IOException.class);
        for (int i = 0; i < 2; i++) {
            assertThat(run("sha256", file.toString()))
                    .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  " + file);
        }
    }

    @Test
    void wordsAreCountedAsWcDoes(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "one two\n  three\n\nfour");
        assertThat(run("wordcount", file.toString())).isEqualTo("3 4 21 " + file);
    }

    @Test
    void durationsHaveUnits() {
        assertThat(Sleep.millis("200ms")).isEqualTo(200);
        assertThat(Sleep.millis("1.5s")).isEqualTo(1500);
        assertThat(Sleep.millis("2")).isEqualTo(2000);
        assertThatThrownBy(() -> Sleep.millis("soon")).isInstanceOf(UnusableItemException.class);
    }

    @Test
    void methodsAndClassesAreFoundByName() throws Exception {
        String here = BuiltInTaskTest.class.getName();
        assertThat(run(here + "::plusOne", "41")).isEqualTo("42");
        assertThat(run(SampleTask.class.getName(), "21")).isEqualTo("42");
        assertThat(run("java.time.Duration::parse", "PT1M")).isEqualTo("PT1M");
    }

    @Test
    void aMethodMayBeOneOfTheItem() throws Exception {
        assertThat(run("java.lang.String::length", "four")).isEqualTo("4");
        assertThat(run("java.nio.file.Path::getFileName", "/a/b")).isEqualTo("b");
        assertThat(run("java.lang.String::toUpperCase()", "x"))
                .as("not that of a Locale")
                .isEqualTo("X");
    }

    abstract static class Hidden {

        public String inherited(String x) {
            return "inherited " + x;
        }
    }

    /** A class whose only public method comes from one that is not public: javac gives it a bridge. */
    public static final class Shown extends Hidden {}

    /** Must not be made before it is needed. */
    public static final class Loud {

        static {
            if (true) {
                throw new IllegalStateException("too early");
            }
        }

        public String twice(String x) {
            return x + x;
        }
    }

    /** Throws what is neither an exception nor an error. */
    public static String sneak(String x) throws Throwable {
        throw new Throwable(x);
    }

    public static String day(java.util.Date x) {
        return "util";
    }

    public static String day(java.sql.Date x) {
        return "sql";
    }

    @Test
    void aMethodMayBeInheritedFromAClassThatIsNotPublic() throws Exception {
        assertThat(run(Shown.class.getName() + "::inherited", "x")).isEqualTo("inherited x");
        assertThat(run("java.lang.StringBuilder::length", "four")).isEqualTo("4");
    }

    @Test
    void nothingOfTheUserRunsBeforeAWorkerHasTheFirstItem() throws Exception {
        TaskNames.require(Loud.class.getName() + "::twice", getClass().getClassLoader());
        NamedTask task = new NamedTask(Loud.class.getName() + "::twice", ResultForm.TEXT);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> task.apply("x"))
                    .as("each for the same reason")
                    .hasMessageContaining("Loud threw java.lang.IllegalStateException: too early");
        }
    }

    /** A type of which nothing may run where a task is only looked up. */
    public static final class Words extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        static {
            if (true) {
                throw new IllegalStateException("too early");
            }
        }
    }

    public static int count(Words words) {
        return words.size();
    }

    public static String enumerated(TimeUnit[] units) {
        return Arrays.toString(units);
    }

    @Test
    void aTypeOfTheUserIsNotTriedOut() throws Exception {
        String here = BuiltInTaskTest.class.getName();
        assertThatThrownBy(() -> TaskNames.require(here + "::count", getClass().getClassLoader()))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessageContaining("cannot be converted to " + Words.class.getName());
        assertThat(run(here + "::enumerated", "days")).isEqualTo("[DAYS]");
    }

    abstract static class HiddenOfAnything {

        public String either(Object x) {
            return "Object";
        }
    }

    /** Inherits one of two methods of a name. */
    public static final class ShownOfText extends HiddenOfAnything {

        public String either(String x) {
            return "String";
        }
    }

    /** A function with another method of the same name. */
    public static final class TwoApplies implements TaskFunction<Integer, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String apply(Integer x) {
            return "Integer";
        }

        public String apply(String x) {
            return "String";
        }
    }

    @Test
    void nobodyGuessesWhichMethodIsMeant() throws Exception {
        ClassLoader loader = getClass().getClassLoader();
        assertThatThrownBy(() -> TaskNames.require(ShownOfText.class.getName() + "::either", loader))
                .hasMessageContaining("either(Object), either(String)");
        assertThat(run(ShownOfText.class.getName() + "::either(Object)", "x")).isEqualTo("Object");
        assertThatThrownBy(() -> TaskNames.require(TwoApplies.class.getName(), loader))
                .hasMessageContaining("apply(Integer), apply(String)");
        assertThat(run(TwoApplies.class.getName() + "::apply(Integer)", "1")).isEqualTo("Integer");
    }

    @Test
    void aThrowableIsAFailureToo() {
        assertThatThrownBy(() -> run(BuiltInTaskTest.class.getName() + "::sneak", "x"))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("x");
    }

    @Test
    void parametersOfTheSameSimpleNameHaveWholeOnes() throws Exception {
        String here = BuiltInTaskTest.class.getName();
        ClassLoader loader = getClass().getClassLoader();
        assertThatThrownBy(() -> TaskNames.require(here + "::day", loader))
                .hasMessageContaining("day(java.sql.Date), day(java.util.Date)");
        TaskNames.require(here + "::day(java.util.Date)", loader);
    }

    @Test
    void whatNoItemCanBecomeIsNoTask() {
        ClassLoader loader = getClass().getClassLoader();
        assertThatThrownBy(() -> TaskNames.require(Shown.class.getName() + "::toString", loader))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessageContaining("cannot be converted to " + Shown.class.getName());
        assertThatThrownBy(() -> TaskNames.require("java.lang.Math::abs", loader))
                .hasMessageContaining("abs(int)");
        assertThatThrownBy(() -> TaskNames.require(Hidden.class.getName() + "::inherited", loader))
                .hasMessageContaining("is abstract");
        assertThatThrownBy(() -> run("sun.net.www.ParseUtil::decode", "x"))
                .isInstanceOf(NoSuchTaskException.class)
                .hasMessageContaining("sun.net.www");
    }

    @Test
    void ofSeveralMethodsOneIsChosenByItsParameter() throws Exception {
        String here = BuiltInTaskTest.class.getName();
        assertThat(run(here + "::overloaded(int)", "1")).isEqualTo("int");
        assertThat(run(here + "::overloaded( String )", "1")).isEqualTo("String");
        ClassLoader loader = getClass().getClassLoader();
        assertThatThrownBy(() -> TaskNames.require(here + "::overloaded(long)", loader))
                .hasMessageContaining("overloaded(String), overloaded(int)");
    }

    @Test
    void whatIsNoTaskIsNamedWithWhatThereIs() {
        ClassLoader loader = getClass().getClassLoader();
        String here = BuiltInTaskTest.class.getName();
        assertThatThrownBy(() -> TaskNames.require("nosuch", loader)).hasMessageContaining("square, sha256");
        assertThatThrownBy(() -> TaskNames.require("com.acme.X::y", loader)).hasMessageContaining("--cp");
        assertThatThrownBy(() -> TaskNames.require(here + "::overloaded", loader))
                .hasMessageContaining("overloaded(int)")
                .hasMessageContaining("overloaded(String)");
        assertThatThrownBy(() -> TaskNames.require(here + "::plus", loader)).hasMessageContaining("plusOne");
        assertThatThrownBy(() -> TaskNames.require(here, loader)).hasMessageContaining("TaskFunction");
    }
}
