package io.espalier.driver.conf;

import io.espalier.driver.hocon.Words;
import io.espalier.model.Definition;
import io.espalier.model.Field;
import io.espalier.model.Field.Usual;
import io.espalier.model.LayerKinds;
import io.espalier.model.ScheduleKinds;
import io.espalier.model.UpdaterKinds;
import io.espalier.search.schedule.Schedulers;
import io.espalier.search.space.NearestWord;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Activation;
import io.espalier.wire.Described;
import io.espalier.wire.Loss;
import io.espalier.wire.WeightInit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the keys of experiment files mean, and the words that may stand at some: {@code search},
 * {@code model.layers.conv.kernel}, {@code training.updater.adam}. Said by the definitions of
 * things that can be chosen, and by {@code reference.conf} for all else.
 */
public final class Explanations {
  private static final int NEAREST = 5;

  private final Map<String, List<String>> lines = new LinkedHashMap<>();

  /** Of all keys. */
  public Explanations() {
    Map<String, ReferenceText.Entry> reference = ReferenceText.read();
    reference.forEach((key, entry) -> lines.put(key, lines(key, entry, reference)));
    LayerKinds.all().forEach(kind -> define("model.layers.", kind.definition()));
    UpdaterKinds.all().forEach(kind -> define("training.updater.", kind));
    ScheduleKinds.all().forEach(kind -> define("training.schedule.", kind));
    describe("model.activation.", Activation.values());
    describe("model.loss.", Loss.values());
    describe("model.weight-init.", WeightInit.Scheme.values());
    Searchers.all().forEach(one -> word("search.algorithm.", one.word(), one.meaning()));
    Schedulers.all().forEach(one -> word("search.scheduler.", one.word(), one.meaning()));
  }

  /** All keys that are explained. */
  public List<String> keys() {
    return List.copyOf(lines.keySet());
  }

  /**
   * The explanation of a key, line by line; empty if there is no such key. Its last words are
   * enough where no other key ends with them.
   */
  public Optional<List<String>> of(String key) {
    List<String> exact = lines.get(key);
    if (exact != null) {
      return Optional.of(exact);
    }
    List<String> ending = ending(key);
    return ending.size() == 1 ? Optional.ofNullable(lines.get(ending.get(0))) : Optional.empty();
  }

  /** Keys that may have been meant by one that is not explained; empty if none is near. */
  public List<String> near(String key) {
    List<String> ending = ending(key);
    if (!ending.isEmpty()) {
      return ending;
    }
    Optional<String> whole = NearestWord.of(key, lines.keySet());
    List<String> last = lines.keySet().stream().map(Explanations::lastWord).distinct().toList();
    return whole
        .map(List::of)
        .or(() -> NearestWord.of(lastWord(key), last).map(this::ending))
        .orElse(List.of());
  }

  private List<String> ending(String words) {
    return lines.keySet().stream().filter(key -> key.endsWith("." + words)).limit(NEAREST).toList();
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static List<String> lines(
      String key, ReferenceText.Entry entry, Map<String, ReferenceText.Entry> all) {
    List<String> said = new ArrayList<>();
    said.add(entry.written().isEmpty() ? key : key + " = " + entry.written());
    int margin = entry.comment().stream().mapToInt(line -> margin(line)).min().orElse(0);
    entry.comment().forEach(line -> said.add("  " + line.substring(margin)));
    all.forEach(
        (inner, what) -> {
          if (inner.startsWith(key + ".") && inner.indexOf('.', key.length() + 1) < 0) {
            String first = what.comment().isEmpty() ? "" : what.comment().get(0).strip();
            said.add(row(lastWord(inner), first));
          }
        });
    return said;
  }

  private static int margin(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static String row(String word, String meaning) {
    return String.format(java.util.Locale.ROOT, "  %-22s %s", word, meaning).stripTrailing();
  }

  private void describe(String path, Described... constants) {
    for (Described constant : constants) {
      word(path, Words.of((Enum<?>) constant), constant.help());
    }
  }

  private void word(String path, String word, String meaning) {
    lines.put(path + word, List.of(path + word, "  " + meaning));
  }

  private void define(String path, Definition<?> definition) {
    String key = path + definition.key();
    String example = "example: " + definition.example();
    List<String> whole = new ArrayList<>(List.of(key, "  " + definition.help()));
    for (Field field : definition.fields()) {
      whole.add(row(field.key(), field.help() + "; " + accepted(field) + "; " + usual(field)));
      lines.put(
          key + "." + field.key(),
          List.of(
              key + "." + field.key(),
              "  " + field.help(),
              "  accepted: " + accepted(field),
              "  default: " + usual(field),
              example));
    }
    whole.add(example);
    lines.put(key, whole);
  }

  private static String accepted(Field field) {
    return field.form() instanceof Field.Form.Word<?> word
        ? Stream.of(word.type().getEnumConstants())
            .map(constant -> Words.of((Enum<?>) constant))
            .collect(Collectors.joining(" | "))
        : field.form().accepted();
  }

  private static String usual(Field field) {
    if (field.usual() instanceof Usual.Fixed fixed) {
      return fixed.value() instanceof Enum<?> constant
          ? Words.of(constant)
          : String.valueOf(fixed.value());
    }
    return field.usual() instanceof Usual.SameAs same
        ? "as " + same.words()
        : "none, must be given";
  }
}
