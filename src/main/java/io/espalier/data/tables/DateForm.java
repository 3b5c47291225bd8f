package io.espalier.data.tables;

import io.espalier.data.CellRules;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/** How the dates of a column are written. Those with an offset are taken in UTC. */
final class DateForm {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final double NANOS_PER_SECOND = 1e9;

  /** ISO 8601, with T or a blank before the time. */
  static final List<String> ISO =
      List.of("yyyy-MM-dd", "yyyy-MM-dd[ ]['T']HH:mm[:ss][.SSSSSS][.SSS][XXX]");

  private final List<DateTimeFormatter> formats;

  DateForm(List<String> patterns) {
    formats = patterns.stream().map(p -> DateTimeFormatter.ofPattern(p, Locale.ENGLISH)).toList();
  }

  /** The form of a column that is declared to hold dates, or that may. */
  static DateForm of(CellRules rules) {
    return new DateForm(rules.dates().isEmpty() ? ISO : rules.dates());
  }

  /** Days since 1970-01-01; NaN if the text is no date. */
  double parse(String text) {
    for (DateTimeFormatter format : formats) {
      try {
        return days(
            format.parseBest(
                text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from, YearMonth::from));
      } catch (DateTimeException another) {
        // The next pattern may fit.
      }
    }
    return Double.NaN;
  }

  private static double days(TemporalAccessor date) {
    if (date instanceof OffsetDateTime moment) {
      return days(moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
    }
    if (date instanceof LocalDateTime time) {
      return time.toLocalDate().toEpochDay()
          + time.toLocalTime().toNanoOfDay() / NANOS_PER_SECOND / SECONDS_PER_DAY;
    }
    return date instanceof LocalDate day
        ? day.toEpochDay()
        : YearMonth.from(date).atDay(1).toEpochDay();
  }

  /** Days since 1970-01-01 as a date, with the time if there is one. */
  static String text(double days) {
    return days == Math.rint(days)
        ? LocalDate.ofEpochDay((long) days).toString()
        : LocalDateTime.ofEpochSecond(Math.round(days * SECONDS_PER_DAY), 0, ZoneOffset.UTC)
            .toString();
  }
}
