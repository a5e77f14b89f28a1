package dev.procpool.cli;

import dev.procpool.tasks.source.Expression;
import dev.procpool.tasks.source.SourceFile;
import dev.procpool.tasks.source.TaskSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The word TASK of a command line.
 *
 * @param text the word
 * @param types the value of {@code --type}; null without the option
 */
record TaskText(String text, String types) {

    private static final String METHOD = "::";
    private static final String LAMBDA = "->";
    private static final String METHOD_OF_SOURCE = SourceFile.SUFFIX + METHOD;
    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}.]+");
    private static final Pattern SIMPLE_METHOD =
            Pattern.compile("\\p{javaJavaIdentifierPart}+::\\p{javaJavaIdentifierPart}+");

    /** The kinds of tasks. */
    enum Kind {
        /** A name that workers find: a task that is built in, a class, or a method of one. */
        NAME,
        /** An expression whose value is a function. */
        EXPRESSION,
        /** A source file, and possibly a method in it. */
        SOURCE_FILE
    }

    /** @throws UsageException if there are types that the task has no use for */
    Kind kind() {
        if (text.contains(LAMBDA)) {
            return Kind.EXPRESSION;
        }
        if (text.endsWith(SourceFile.SUFFIX) || text.contains(METHOD_OF_SOURCE)) {
            requireNoTypes("the method of a source file has types of its own");
            return Kind.SOURCE_FILE;
        }
        int method = text.indexOf(METHOD);
        if (method < 0) {
            requireNoTypes("'" + text + "' is none, as 'x -> x * x' or Math::sqrt would be");
            return Kind.NAME;
        }
        boolean isOfClass = CLASS_NAME.matcher(text.substring(0, method)).matches();
        return isOfClass && types == null ? Kind.NAME : Kind.EXPRESSION;
    }

    private void requireNoTypes(String reason) {
        if (types != null) {
            throw new UsageException("--type is for expressions: " + reason);
        }
    }

    /** Whether a name that means no task may be a method reference: its class may be one that expressions import. */
    boolean mayBeExpression() {
        return SIMPLE_METHOD.matcher(text).matches();
    }

    /** The source file, and the method in it, that a name may mean: a file of the directory of its class. */
    Optional<String> sourceFileMeant(Terminal terminal) {
        int method = text.indexOf(METHOD);
        String type = method < 0 ? text : text.substring(0, method);
        String file = type.replace('.', '/') + SourceFile.SUFFIX;
        return CLASS_NAME.matcher(type).matches() && Files.isRegularFile(terminal.resolve(Path.of(file)))
                ? Optional.of(file + text.substring(type.length()))
                : Optional.empty();
    }

    /** The method of a source file; empty if the text does not say. */
    String method() {
        int method = text.indexOf(METHOD_OF_SOURCE);
        return method < 0 ? "" : text.substring(method + METHOD_OF_SOURCE.length());
    }

    Expression expression() {
        return new Expression(text, types == null ? List.of() : Expression.typesOf(types));
    }

    /** The source of a task that has to be compiled. */
    TaskSource source(Terminal terminal) {
        if (kind() == Kind.EXPRESSION) {
            return expression();
        }
        return new SourceFile(name(), read(name(), terminal));
    }

    /** The text without the method of a source file. */
    String name() {
        int method = text.indexOf(METHOD_OF_SOURCE);
        return method < 0 || kind() != Kind.SOURCE_FILE ? text : text.substring(0, method + SourceFile.SUFFIX.length());
    }

    private static String read(String file, Terminal terminal) {
        try {
            return Files.readString(terminal.resolve(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no source file " + file);
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not in UTF-8");
        } catch (IOException e) {
            throw new UsageException(file + " cannot be read: " + FailureReason.of(e));
        }
    }
}
