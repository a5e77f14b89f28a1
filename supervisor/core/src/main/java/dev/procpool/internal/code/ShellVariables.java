package dev.procpool.internal.code;

import dev.procpool.internal.base.Loggers;
import dev.procpool.protocol.code.ClassBundle;
import dev.procpool.protocol.code.ClassBundle.Variable;
import dev.procpool.protocol.code.CodeNotes;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.SharedValues;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sends the values that variables of JShell have now. Thread-safe by its monitor. */
final class ShellVariables {

    private static final System.Logger LOG = Loggers.of(ShellVariables.class);

    private final Codecs codecs;
    private final Set<Variable> warned = new HashSet<>(); // guarded by this

    ShellVariables(Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * The values of variables, encoded together: two that are the same object are the same in a worker.
     *
     * @param loader the class loader of the snippets
     * @throws IllegalStateException if one cannot be sent; the message names it
     */
    ClassBundle encode(List<Variable> variables, ClassLoader loader, SharedValues shared, CodeNotes notes) {
        List<Variable> sent = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (Variable variable : variables) {
            try {
                Field field = Class.forName(variable.className(), false, loader).getDeclaredField(variable.field());
                if (Snippets.isVariable(field)) {
                    field.setAccessible(true);
                    values.add(field.get(null));
                    sent.add(variable);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                throw new IllegalStateException(
                        "the variable " + variable.field() + " of JShell cannot be read: " + e, e);
            }
        }
        try {
            return new ClassBundle(List.of(), sent, codecs.encode(values.toArray(), shared, notes));
        } catch (EncodingException e) {
            for (int i = 0; i < sent.size(); i++) {
                requireTravels(sent.get(i), values.get(i), shared, notes);
            }
            throw new IllegalStateException("the variables of JShell cannot be sent: " + e.getMessage(), e);
        }
    }

    private void requireTravels(Variable variable, Object value, SharedValues shared, CodeNotes notes) {
        try {
            codecs.encode(value, shared, notes);
        } catch (EncodingException e) {
            throw new IllegalStateException(
                    "it uses the variable " + variable.field() + " of JShell, which cannot be sent: " + e.getMessage(),
                    e);
        }
    }

    /** Says once of each variable that what a function writes into it stays in the worker. */
    synchronized void warn(List<Variable> written) {
        for (Variable variable : written) {
            if (warned.add(variable)) {
                LOG.log(
                        Level.WARNING,
                        "a function for workers writes to the variable {0} of JShell: the new value stays in the worker",
                        variable.field());
            }
        }
    }
}
