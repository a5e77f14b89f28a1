package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.testing.Leftovers;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Programs of a user that are compiled here and run in plain JVMs: from the class path, and as a module. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class EmbeddingIT {

    private static final String PROGRAM = """
            package acme;

            import dev.procpool.ChildProcess;
            import dev.procpool.Pool;
            import java.util.List;

            public final class Program {
                public static void main(String[] args) throws Exception {
                    try (Pool pool = Pool.open(2)) {
                        System.out.println(pool.map((Integer x) -> x * x, List.of(1, 2, 3)));
                        String hello = pool.apply((String s) -> s.concat("!"), "hello");
                        byte[] large = pool.apply((Integer length) -> new byte[length], 3_000_000);
                        System.out.println(hello + " " + large.length);
                    }
                    ChildProcess child = ChildProcess.of(() -> null);
                    child.start();
                    child.join();
                    System.out.println("child " + child.exitCode());
                }
            }
            """;

    private static final String REQUIRES = "requires dev.procpool; requires dev.procpool.protocol;";
    private static final String PRINTED = "[1, 4, 9]\nhello! 3000000\nchild OptionalInt[0]\n";
    private static final Pattern OF_A_PROGRAM =
            Pattern.compile("(procpool(-protocol|-worker)?|chronicle-\\w+|posix|kryo5|asm|slf4j-api)-[\\d.]+.*\\.jar");

    /** What JDK 24 and newer print for Chronicle alone as well. */
    private static final Pattern ABOUT_UNSAFE = Pattern.compile("(?m)^WARNING: .*(sun\\.misc\\.Unsafe|JvmAccess).*\\n");

    @TempDir
    Path directory;

    private record Ended(int exit, String output) {}

    private Ended java(String... words) throws Exception {
        return javaIn(directory, words);
    }

    private Ended javaIn(Path workingDirectory, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(Arrays.asList(words));
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.directory(workingDirectory.toFile());
        builder.environment().remove("CLASSPATH"); // that of the tests
        Process process = builder.start();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).as("ended in time").isTrue();
        String text = ABOUT_UNSAFE.matcher(Files.readString(output)).replaceAll("");
        return new Ended(process.exitValue(), text);
    }

    /** The jars that a program has which depends on procpool. */
    private static String jars() {
        String jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> OF_A_PROGRAM.matcher(new File(entry).getName()).matches())
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(jars.split(File.pathSeparator)).as(jars).hasSize(12);
        return jars;
    }

    private Path compiled(String pathOption, String... moreFiles) throws Exception {
        Path classes = directory.resolve("classes");
        Path program = Files.writeString(directory.resolve("Program.java"), PROGRAM);
        List<String> arguments = new ArrayList<>(List.of(pathOption, jars()));
        arguments.addAll(List.of("-d", classes.toString(), program.toString()));
        arguments.addAll(Arrays.asList(moreFiles));
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(null, System.out, System.err, arguments.toArray(String[]::new));
        assertThat(exit).isZero();
        return classes;
    }

    private Path compiledModule(String requires) throws Exception {
        String source = "module acme { " + REQUIRES + requires + " opens acme; }";
        return compiled(
                "-p",
                Files.writeString(directory.resolve("module-info.java"), source).toString());
    }

    @Test
    void aProgramNeedsNoFlags() throws Exception {
        String classPath = compiled("-cp") + File.pathSeparator + jars();

        Ended ended = java("-cp", classPath, "acme.Program");

        assertThat(ended).isEqualTo(new Ended(0, PRINTED));
    }

    @Test
    void anEmptyEntryOfTheClassPathIsTheWorkingDirectory() throws Exception {
        Path classes = compiled("-cp");

        Ended ended = javaIn(classes, "-cp", jars() + File.pathSeparator, "acme.Program");

        assertThat(ended).isEqualTo(new Ended(0, PRINTED));
    }

    @Test
    void aProgramWithoutTheWorkersJarIsToldSo() throws Exception {
        String classPath =
                compiled("-cp") + File.pathSeparator + jars().replaceAll("[^:]*/procpool-worker-[^:]*:?", "");

        Ended ended = java("-cp", classPath, "acme.Program");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output()).contains("the artifact procpool-worker is missing here");
    }

    @Test
    void aProgramThatIsStartedFromItsSourceSendsItsClassesToWorkersAndChildren() throws Exception {
        Path source = Files.createDirectory(directory.resolve("acme")).resolve("Program.java");
        Files.writeString(source, PROGRAM);

        Ended ended = java("-cp", jars(), source.toString());

        assertThat(ended).isEqualTo(new Ended(0, PRINTED));
    }

    @Test
    void aProgramWithAModuleOfItsOwnNeedsNoFlags() throws Exception {
        Path classes = compiledModule("requires jdk.unsupported; requires org.slf4j;");

        Ended ended = java("-p", classes + File.pathSeparator + jars(), "-m", "acme/acme.Program");

        assertThat(ended).isEqualTo(new Ended(0, PRINTED));
    }

    /** As surefire and failsafe start the tests of a module: their classes replace, or add to, those of the module. */
    @Test
    void workersHaveWhatPatchesAModule() throws Exception {
        Path other = Files.writeString(directory.resolve("Other.java"), "package acme; class Other {}");
        Files.writeString(
                directory.resolve("module-info.java"),
                "module acme { " + REQUIRES + " requires jdk.unsupported; requires org.slf4j; opens acme; }");
        Path classes = compiled("-p", directory.resolve("module-info.java").toString(), other.toString());
        Path patch = Files.createDirectories(directory.resolve("patch/acme"));
        Files.move(classes.resolve("acme/Program.class"), patch.resolve("Program.class"));

        Ended ended = java(
                "--patch-module",
                "acme=" + patch.getParent(),
                "-p",
                classes + File.pathSeparator + jars(),
                "-m",
                "acme/acme.Program");

        assertThat(ended).isEqualTo(new Ended(0, PRINTED));
    }

    @Test
    void aModuleIsToldWhichModulesItHasToRequire() throws Exception {
        Path classes = compiledModule("");

        Ended ended = java("-p", classes + File.pathSeparator + jars(), "-m", "acme/acme.Program");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output())
                .contains("add 'requires jdk.unsupported; requires org.slf4j;'")
                .doesNotContain("--add-opens");
    }

    @Test
    void aPackageThatIsNotOpenIsNamedByTheCallThatNeedsIt() throws Exception {
        String source = "module acme { " + REQUIRES + "requires jdk.unsupported; requires org.slf4j; }";
        Path classes = compiled(
                "-p",
                Files.writeString(directory.resolve("module-info.java"), source).toString());

        Ended ended = java("-p", classes + File.pathSeparator + jars(), "-m", "acme/acme.Program");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output())
                .contains("ArgumentSerializationException: the function cannot be sent to a worker")
                .contains("module acme does not \"opens acme\" to module dev.procpool.protocol");
    }

    @Test
    void aModuleThatMayNotOpenPackagesIsToldTheFlagsOfTheModulePath() throws Exception {
        Path classes = compiledModule("requires jdk.unsupported; requires org.slf4j;");

        Ended ended = java(
                "-Ddev.procpool.opens=never", "-p", classes + File.pathSeparator + jars(), "-m", "acme/acme.Program");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output()).contains("--add-opens=java.base/sun.nio.ch=chronicle.bytes,chronicle.core,");
    }
}
