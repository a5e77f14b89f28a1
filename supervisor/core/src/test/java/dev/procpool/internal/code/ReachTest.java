package dev.procpool.internal.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.protocol.code.ClassBundle.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachTest {

    private static final String SOURCE = """
            package REPL;

            import java.util.function.Supplier;

            class $JShell$1 { static int read, written, both, other; static final int CONSTANT = Integer.parseInt("1"); }
            class $JShell$2 {
                static Object statement() { return $JShell$1.other; }
                static int direct() { return $JShell$1.read; }
                static int deep() { return new Maker().get(); }
                static void count() { $JShell$1.both++; }
                static void write() { $JShell$1.written = 3; }
                static Supplier<Object> lambda() { return () -> direct(); }
                static Supplier<Object> reference() { return Maker::new; }
                static int around(int n) { return n == 0 ? $JShell$1.read : around(n - 1); }
                static class Maker {
                    int get() { return 1; }
                    @Override public String toString() { return "" + $JShell$1.other; }
                }
            }
            """;

    @TempDir
    Path directory;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Reach reach = new Reach(files::get);

    @BeforeEach
    void compile() throws IOException {
        Path source = Files.writeString(directory.resolve("Snippets.java"), SOURCE);
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, System.out, System.err, "-d", directory.toString(), source.toString());
        assertThat(compiled).isZero();
        for (String name : List.of("$JShell$1", "$JShell$2", "$JShell$2$Maker")) {
            try (InputStream in = Files.newInputStream(directory.resolve("REPL/" + name + ".class"))) {
                files.put("REPL." + name, in.readAllBytes());
            }
        }
    }

    private void call(String method, String descriptor) {
        reach.call("REPL/$JShell$2", method, descriptor);
    }

    private static Variable variable(String name) {
        return new Variable("REPL.$JShell$1", name);
    }

    @Test
    void findsAVariableThatAMethodReadsAndNoneOfOtherMethods() {
        call("direct", "()I");

        assertThat(reach.takeReads()).containsExactly(variable("read"));
        assertThat(reach.takeReads()).isEmpty();
        assertThat(reach.takeWrites()).isEmpty();
    }

    @Test
    void tellsReadsFromWrites() {
        call("count", "()V");
        call("write", "()V");

        assertThat(reach.takeReads()).containsExactly(variable("both"));
        assertThat(reach.takeWrites()).containsExactly(variable("both"), variable("written"));
    }

    @Test
    void followsLambdas() {
        call("lambda", "()Ljava/util/function/Supplier;");

        assertThat(reach.takeReads()).containsExactly(variable("read"));
    }

    @Test
    void followsAllMethodsOfObjectsThatAreMade() {
        call("deep", "()I");

        assertThat(reach.takeReads()).containsExactly(variable("other"));
    }

    @Test
    void followsAllMethodsOfObjectsThatAreMadeByAConstructorReference() {
        call("reference", "()Ljava/util/function/Supplier;");

        assertThat(reach.takeReads()).containsExactly(variable("other"));
    }

    @Test
    void followsAllMethodsOfObjectsThatAreSent() {
        reach.instantiate("REPL/$JShell$2$Maker");

        assertThat(reach.takeReads()).containsExactly(variable("other"));
    }

    @Test
    void endsInAMethodThatCallsItself() {
        call("around", "(I)I");

        assertThat(reach.takeReads()).containsExactly(variable("read"));
    }
}
