package io.espalier.driver.conf;

import io.espalier.data.CellRules;
import io.espalier.data.ColumnRules;
import io.espalier.data.DatePart;
import io.espalier.data.Missing;
import io.espalier.data.Vocabulary;
import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Words;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what is said of all columns of a table, or of one. */
final class ColumnRulesReader {
  private static final List<String> POLICIES =
      Arrays.stream(Missing.Policy.values())
          .filter(policy -> policy != Missing.Policy.CONSTANT)
          .map(Missing.Policy::word)
          .toList();

  private static final String MAX_CODES = "max-codes";
  private static final String MIN_COUNT = "min-count";

  /** The keys of a column of tokens alone. */
  static final List<String> VOCABULARY = List.of(MAX_CODES, MIN_COUNT);

  private ColumnRulesReader() {}

  /** The rules of a section; what it does not say is as in the fallback. */
  static ColumnRules read(Section section, ColumnRules fallback) {
    return new ColumnRules(
        fallback.kind(),
        missing(section, fallback.missing()),
        section.flag("indicator", fallback.indicator()),
        cells(section, fallback.cells()),
        fallback.vocabulary());
  }

  /** Which words of a column of tokens get a code. */
  static Vocabulary vocabulary(Section section) {
    Vocabulary usual = Vocabulary.USUAL;
    return new Vocabulary(
        section.whole(
            MAX_CODES, usual.mostCodes(), most -> new Vocabulary(most, usual.fewestUses())),
        section.whole(
            MIN_COUNT, usual.fewestUses(), fewest -> new Vocabulary(usual.mostCodes(), fewest)));
  }

  private static Missing missing(Section section, Missing fallback) {
    if (section.node("missing").orElse(null) instanceof Node.Tree) {
      Section block = section.section("missing");
      block.require("constant", "a number or text that takes the place of a hole");
      String constant = block.text("constant", "0");
      block.close();
      return new Missing(Missing.Policy.CONSTANT, constant.isBlank() ? "0" : constant);
    }
    String word = section.oneOf("missing", POLICIES, "");
    return word.isEmpty()
        ? fallback
        : new Missing(Missing.Policy.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  private static CellRules cells(Section section, CellRules fallback) {
    List<String> dates =
        section.has("dates") ? patterns(section, section.texts("dates")) : fallback.dates();
    List<DatePart> inputs = new ArrayList<>();
    if (section.has("date-inputs")) {
      for (String part : section.texts("date-inputs")) {
        parse(section, part).ifPresent(inputs::add);
      }
    }
    try {
      return new CellRules(
          section.text("decimal", fallback.decimal()),
          section.text("thousands", fallback.thousands()),
          section.has("symbols") ? section.texts("symbols") : fallback.symbols(),
          dates,
          inputs.isEmpty() ? fallback.dateInputs() : inputs,
          section.has("holes") ? section.texts("holes") : fallback.holes());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      section.problem(message.substring(0, message.indexOf(':')), message);
      return fallback;
    }
  }

  private static Optional<DatePart> parse(Section section, String word) {
    for (DatePart part : DatePart.values()) {
      if (Words.of(part).equals(word)) {
        return Optional.of(part);
      }
    }
    section.problem(
        "date-inputs",
        "'"
            + word
            + "' is not accepted; accepted are "
            + Problems.alternatives(Words.of(DatePart.class)));
    return Optional.empty();
  }

  private static List<String> patterns(Section section, List<String> patterns) {
    List<DateTimeFormatter> formats = new ArrayList<>();
    for (String pattern : patterns) {
      try {
        formats.add(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
      } catch (IllegalArgumentException e) {
        section.problem(
            "dates", "'" + pattern + "' is no pattern such as dd.MM.yyyy: " + e.getMessage());
      }
    }
    return formats.size() == patterns.size() ? patterns : List.of();
  }
}
