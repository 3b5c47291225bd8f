package io.espalier.driver.journal;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of a journal by its name: {@code 0000000007.json} as it was appended, {@code
 * 0000000001-0000000064.json} merged of the files of these numbers.
 *
 * @param first the number of the first file it stands for, from 1
 * @param last the number of the last one
 */
record JournalPiece(long first, long last) {
  /** By first number; of those that begin together the widest first. */
  static final Comparator<JournalPiece> ORDER =
      Comparator.comparingLong(JournalPiece::first)
          .thenComparing(Comparator.comparingLong(JournalPiece::last).reversed());

  private static final Pattern NAME = Pattern.compile("([0-9]{10})(?:-([0-9]{10}))?\\.json");

  JournalPiece {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(first + " to " + last + " is no range");
    }
  }

  /** What a name stands for; empty if it is no journal file's. */
  static Optional<JournalPiece> of(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
    boolean merged = matcher.group(2) != null;
    return first < 1 || last < first || (merged && last == first)
        ? Optional.empty()
        : Optional.of(new JournalPiece(first, last));
  }

  /** The piece of one append. */
  static JournalPiece appended(long number) {
    return new JournalPiece(number, number);
  }

  boolean merged() {
    return last > first;
  }

  /** Whether everything in the other one is in this one, too. */
  boolean covers(JournalPiece other) {
    return first <= other.first && other.last <= last;
  }

  String name() {
    return merged()
        ? String.format(Locale.ROOT, "%010d-%010d.json", first, last)
        : String.format(Locale.ROOT, "%010d.json", first);
  }
}
