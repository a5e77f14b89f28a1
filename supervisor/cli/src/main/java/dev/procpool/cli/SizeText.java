package dev.procpool.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as it stands on the command line: {@code 400m}, {@code 2g}, {@code 65536}. */
final class SizeText implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        int unit = text.isEmpty() ? -1 : "kmg".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        if (!digits.matches("[1-9]\\d{0,9}")) {
            throw new TypeConversionException("'" + text + "' is not a size such as 400m or 2g");
        }
        return Long.parseLong(digits) << 10 * (unit + 1);
    }
}
