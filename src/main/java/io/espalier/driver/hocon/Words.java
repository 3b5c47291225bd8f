package io.espalier.driver.hocon;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Constants of an enum as files write them: in lower case with hyphens. */
public final class Words {
  private Words() {}

  /** All constants of an enum. */
  public static <E extends Enum<E>> List<String> of(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(Words::of).toList();
  }

  /** A constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant of a word that is one of {@link #of(Class)}. */
  public static <E extends Enum<E>> E constant(String word, Class<E> type) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
