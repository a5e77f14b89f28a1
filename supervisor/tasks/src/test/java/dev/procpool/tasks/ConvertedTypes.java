package dev.procpool.tasks;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.URL;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DayOfWeek;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Types that text can be converted to, and types that it cannot. */
final class ConvertedTypes {

    static final List<Class<?>> CONVERTIBLE = List.of(
            boolean.class,
            Boolean.class,
            byte.class,
            Byte.class,
            char.class,
            Character.class,
            short.class,
            Short.class,
            int.class,
            Integer.class,
            long.class,
            Long.class,
            float.class,
            Float.class,
            double.class,
            Double.class,
            Object.class,
            String.class,
            CharSequence.class,
            StringBuilder.class,
            BigInteger.class,
            BigDecimal.class,
            File.class,
            Path.class,
            URI.class,
            URL.class,
            UUID.class,
            InetAddress.class,
            NetworkInterface.class,
            Charset.class,
            Pattern.class,
            Class.class,
            ByteOrder.class,
            Currency.class,
            TimeZone.class,
            Date.class,
            Time.class,
            Timestamp.class,
            Connection.class,
            Driver.class,
            Duration.class,
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            LocalTime.class,
            MonthDay.class,
            OffsetDateTime.class,
            OffsetTime.class,
            Period.class,
            Year.class,
            YearMonth.class,
            ZonedDateTime.class,
            ZoneId.class,
            ZoneOffset.class,
            TimeUnit.class,
            DayOfWeek.class,
            Shade.class,
            String[].class,
            int[].class,
            char[].class,
            boolean[].class,
            Object[].class,
            Path[].class,
            Shade[].class,
            Collection.class,
            List.class,
            Set.class,
            SortedSet.class,
            NavigableSet.class,
            Queue.class,
            Deque.class,
            ArrayList.class,
            HashSet.class,
            ArrayDeque.class,
            Vector.class,
            Map.class,
            SortedMap.class,
            NavigableMap.class,
            HashMap.class);

    static final List<Class<?>> WITHOUT_CONVERTER = List.of(
            void.class,
            Void.class,
            Number.class,
            Enum.class,
            Locale.class,
            Iterable.class,
            Optional.class,
            OptionalInt.class,
            StringBuffer.class,
            Thread.class,
            int[][].class,
            Locale[].class,
            Shade[][].class,
            ConvertedTypes.class);

    /** An enum whose constants have other texts, in more than one case. */
    enum Shade {
        LIGHT("pale"),
        light("clear"),
        DARK("Light");

        private final String text;

        Shade(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private ConvertedTypes() {}
}
