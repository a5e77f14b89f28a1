package dev.procpool.tasks;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Time;
import java.sql.Timestamp;
import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The types of the JDK that text can be converted to: the list of picocli's built-in converters, with their results.
 * Types are looked up by name, so that a JVM loads and links only the one that its task needs.
 */
final class Conversions {

    private static final int LENGTH_OF_MINUTES = "HH:mm".length();
    private static final int LENGTH_OF_SECONDS = "HH:mm:ss".length();
    private static final int LENGTH_OF_MILLIS = "HH:mm:ss.SSS".length();

    private Conversions() {}

    static Optional<Conversion> to(String type) {
        return Optional.ofNullable(toText(type))
                .or(() -> Optional.ofNullable(toNumber(type)))
                .or(() -> Optional.ofNullable(toPlace(type)))
                .or(() -> Optional.ofNullable(toTime(type)))
                .or(() -> Optional.ofNullable(toOldTime(type)));
    }

    private static Conversion toText(String type) {
        return switch (type) {
            case "java.lang.String", "java.lang.Object", "java.lang.CharSequence" -> text -> text;
            case "java.lang.StringBuilder" -> StringBuilder::new;
            case "java.util.regex.Pattern" -> Pattern::compile;
            case "java.nio.charset.Charset" -> Charset::forName;
            case "java.util.UUID" -> UUID::fromString;
            case "java.util.Currency" -> Currency::getInstance;
            case "java.lang.Class" -> Class::forName;
            default -> null;
        };
    }

    private static Conversion toNumber(String type) {
        return switch (type) {
            case "boolean", "java.lang.Boolean" -> Conversions::truth;
            case "char", "java.lang.Character" -> Conversions::character;
            case "byte", "java.lang.Byte" -> Byte::valueOf;
            case "short", "java.lang.Short" -> Short::valueOf;
            case "int", "java.lang.Integer" -> Integer::valueOf;
            case "long", "java.lang.Long" -> Long::valueOf;
            case "float", "java.lang.Float" -> Float::valueOf;
            case "double", "java.lang.Double" -> Double::valueOf;
            case "java.math.BigInteger" -> BigInteger::new;
            case "java.math.BigDecimal" -> BigDecimal::new;
            case "java.nio.ByteOrder" -> Conversions::byteOrder;
            default -> null;
        };
    }

    private static Conversion toPlace(String type) {
        return switch (type) {
            case "java.io.File" -> File::new;
            case "java.nio.file.Path" -> Path::of;
            case "java.net.URI" -> URI::new;
            case "java.net.URL" -> text -> new URI(text).toURL();
            case "java.net.InetAddress" -> InetAddress::getByName;
            case "java.net.NetworkInterface" -> Conversions::networkInterface;
            case "java.sql.Connection" -> DriverManager::getConnection;
            case "java.sql.Driver" -> DriverManager::getDriver;
            default -> null;
        };
    }

    private static Conversion toTime(String type) {
        return switch (type) {
            case "java.time.Duration" -> Duration::parse;
            case "java.time.Instant" -> Instant::parse;
            case "java.time.LocalDate" -> LocalDate::parse;
            case "java.time.LocalDateTime" -> LocalDateTime::parse;
            case "java.time.LocalTime" -> LocalTime::parse;
            case "java.time.MonthDay" -> MonthDay::parse;
            case "java.time.OffsetDateTime" -> OffsetDateTime::parse;
            case "java.time.OffsetTime" -> OffsetTime::parse;
            case "java.time.Period" -> Period::parse;
            case "java.time.Year" -> Year::parse;
            case "java.time.YearMonth" -> YearMonth::parse;
            case "java.time.ZonedDateTime" -> ZonedDateTime::parse;
            case "java.time.ZoneId" -> ZoneId::of;
            case "java.time.ZoneOffset" -> ZoneOffset::of;
            default -> null;
        };
    }

    private static Conversion toOldTime(String type) {
        return switch (type) {
            case "java.util.Date" -> text -> format("yyyy-MM-dd").parse(text);
            case "java.util.TimeZone" -> TimeZone::getTimeZone;
            case "java.sql.Time" -> text -> new Time(timeOfDay(text));
            case "java.sql.Timestamp" -> Timestamp::valueOf;
            default -> null;
        };
    }

    private static Object truth(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static Object character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }

    private static Object byteOrder(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "BIG_ENDIAN" -> ByteOrder.BIG_ENDIAN;
            case "LITTLE_ENDIAN" -> ByteOrder.LITTLE_ENDIAN;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** The network interface of an address or, where the text is no address, of a name; null if there is none. */
    private static Object networkInterface(String text) throws SocketException {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(text));
        } catch (IOException e) {
            return NetworkInterface.getByName(text);
        }
    }

    private static SimpleDateFormat format(String pattern) {
        return new SimpleDateFormat(pattern, Locale.getDefault(Locale.Category.FORMAT));
    }

    private static long timeOfDay(String text) throws ParseException {
        if (text.length() <= LENGTH_OF_MINUTES) {
            return format("HH:mm").parse(text).getTime();
        }
        if (text.length() <= LENGTH_OF_SECONDS) {
            return format("HH:mm:ss").parse(text).getTime();
        }
        if (text.length() > LENGTH_OF_MILLIS) {
            throw new IllegalArgumentException(text);
        }
        try {
            return format("HH:mm:ss.SSS").parse(text).getTime();
        } catch (ParseException e) {
            return format("HH:mm:ss,SSS").parse(text).getTime();
        }
    }
}
