package dev.procpool.testing;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Where a test ran into its time-out, prints the stacks of this JVM and of every JVM below it, before it fails. */
public final class HangReport implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TimeoutException) {
            System.err.println("HANG in " + context.getDisplayName() + ": the stacks of all JVMs");
            Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                    .forEach(System.err::print);
            ProcessHandle.current().descendants().forEach(HangReport::dump);
        }
        throw failure;
    }

    private static void dump(ProcessHandle process) {
        try {
            String jcmd = System.getProperty("java.home") + "/bin/jcmd";
            new ProcessBuilder(jcmd, Long.toString(process.pid()), "Thread.print")
                    .inheritIO()
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            System.err.println("no stacks of " + process.pid() + ": " + e);
        }
    }
}
