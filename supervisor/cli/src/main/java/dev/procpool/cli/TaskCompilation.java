package dev.procpool.cli;

import dev.procpool.task.TaskFunction;
import dev.procpool.tasks.CompiledTask;
import dev.procpool.tasks.NamedTask;
import dev.procpool.tasks.NoSuchTaskException;
import dev.procpool.tasks.ResultForm;
import dev.procpool.tasks.source.Expression;
import dev.procpool.tasks.source.SourceException;
import dev.procpool.tasks.source.TaskSource;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The function of a run. One that has to be compiled is compiled in a thread of its own, while the workers start. */
final class TaskCompilation implements ItemRun.PendingTask, AutoCloseable {

    /**
     * The form of items and results.
     *
     * @param hasColumns whether items have columns, which become parameters
     */
    record Form(ResultForm result, boolean hasColumns) {}

    private final FutureTask<TaskFunction<String, ?>> function;
    private final URLClassLoader loader;

    private TaskCompilation(FutureTask<TaskFunction<String, ?>> function, URLClassLoader loader) {
        this.function = function;
        this.loader = loader;
    }

    /**
     * Finds a task, or begins to compile it.
     *
     * @throws UsageException if the text is no task
     */
    static TaskCompilation begin(TaskText text, ClassPathCheck classPath, Terminal terminal, Form form)
            throws IOException {
        if (text.kind() != TaskText.Kind.NAME) {
            TaskSource source = text.source(terminal);
            return compile(text, source, classPath, form, null);
        }
        URLClassLoader loader = classPath.loader();
        try {
            classPath.requireTask(text.text());
            FutureTask<TaskFunction<String, ?>> named =
                    new FutureTask<>(() -> new NamedTask(text.text(), form.result, form.hasColumns));
            named.run();
            return new TaskCompilation(named, loader);
        } catch (UsageException e) {
            loader.close();
            UsageException mistake = text.sourceFileMeant(terminal)
                    .map(file -> new UsageException(e.getMessage() + "; for the source file write " + file))
                    .orElse(e);
            if (!text.mayBeExpression()) {
                throw mistake;
            }
            return compile(text, text.expression(), classPath, form, mistake);
        }
    }

    /** @param otherwise the exception for a source that does not compile; null for that of the compiler */
    private static TaskCompilation compile(
            TaskText text, TaskSource source, ClassPathCheck classPath, Form form, UsageException otherwise) {
        try {
            TaskSource.requireCompiler();
        } catch (SourceException e) {
            throw new UsageException(
                    otherwise == null ? e.getMessage() : otherwise.getMessage() + "; " + e.getMessage());
        }
        URLClassLoader loader = classPath.loader();
        FutureTask<TaskFunction<String, ?>> function = new FutureTask<>(() -> {
            try {
                List<Class<?>> classes = source.compile(classPath.surroundings(loader));
                return source instanceof Expression
                        ? CompiledTask.ofExpression(classes.get(0), Expression.METHOD, form.result, form.hasColumns)
                        : CompiledTask.of(text.name(), classes, text.method(), form.result, form.hasColumns);
            } catch (SourceException | NoSuchTaskException e) {
                throw otherwise == null ? new UsageException(e.getMessage()) : otherwise;
            }
        });
        Thread thread = new Thread(function, "procpool-compiler");
        thread.setDaemon(true);
        thread.start();
        return new TaskCompilation(function, loader);
    }

    @Override
    public TaskFunction<String, ?> await() throws InterruptedException {
        try {
            return function.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UsageException mistake) {
                throw mistake;
            }
            throw new IllegalStateException("the task cannot be compiled", e.getCause());
        }
    }

    /** Releases the class path: the classes are not needed any more. */
    @Override
    public void close() throws IOException {
        loader.close();
    }
}
