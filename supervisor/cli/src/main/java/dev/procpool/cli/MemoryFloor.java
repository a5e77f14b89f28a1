package dev.procpool.cli;

import dev.procpool.Machine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The memory that has to be free when an item is started.
 *
 * @param bytes the number of bytes
 * @param given the size as it was given
 */
record MemoryFloor(long bytes, String given) implements Admission {

    private static final int MEBI = 20;

    @Override
    public boolean allows() {
        return free() >= bytes;
    }

    private static long free() {
        return Machine.here().freeMemory().orElse(Long.MAX_VALUE);
    }

    @Override
    public String reason() {
        return (free() >> MEBI) + " MiB of memory are free (--memfree " + given + ")";
    }

    /** Reads it from the command line. */
    static final class Text implements ITypeConverter<MemoryFloor> {

        @Override
        public MemoryFloor convert(String text) {
            if (Machine.here().freeMemory().isEmpty()) {
                throw new TypeConversionException("the free memory is known on Linux only");
            }
            return new MemoryFloor(new SizeText().convert(text), text);
        }
    }
}
