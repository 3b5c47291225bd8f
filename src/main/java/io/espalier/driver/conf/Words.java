package io.espalier.driver.conf;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Constants of an enum as files write them: in lower case with hyphens. */
final class Words {
  private Words() {}

  static <E extends Enum<E>> List<String> of(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(Words::of).toList();
  }

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant of a word that is one of {@link #of(Class)}. */
  static <E extends Enum<E>> E constant(String word, Class<E> type) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
