package io.espalier.driver.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataSource;
import io.espalier.data.LabelScale;
import io.espalier.data.Missing;
import io.espalier.data.StepRows;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableSpec;
import io.espalier.data.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns model cards of former formats into those of this one. */
final class FormerCards {
  private static final String TYPE = "type";

  /** What format 1 called things → their names. */
  private static final Map<String, String> FORMER =
      Map.ofEntries(
          Map.entry(".InputShape$Flat", "vector"),
          Map.entry(".InputShape$Image", "image"),
          Map.entry(".InputShape$Graph", "graph"),
          Map.entry(".DataSource$Idx", "idx"),
          Map.entry(".DataSource$Cifar10", "cifar10"),
          Map.entry(".DataSource$Table", "table"),
          Map.entry(".DataSource$ImageFolder", "images"),
          Map.entry(".DataSource$Iris", "iris"),
          Map.entry(".DataSource$Digits", "digits"),
          Map.entry(".DataSource$Blobs", "blobs"),
          Map.entry(".DataSource$Playground", "playground"),
          Map.entry(".DataSource$TuGraphs", "tu"),
          Map.entry(".DataSource$Citations", "citations"),
          Map.entry(".DataSource$DrawnGraphs", "graphs"));

  private final ObjectMapper json;

  FormerCards(ObjectMapper json) {
    this.json = json;
  }

  /** Brings a card of an older format up to this one, in place. */
  void upgrade(ObjectNode card, int format) {
    if (format == 1) {
      rename(card.path("input"));
      rename(card.path("source"));
    }
    if (format <= 2) {
      if (card.path("normalisation") instanceof ObjectNode normalisation) {
        normalisation.putArray("fill");
        normalisation.putArray("held");
      }
      boolean table = card.path("source").path(TYPE).asText().equals("table");
      List<String> inputs = new ArrayList<>();
      card.path("featureNames").forEach(name -> inputs.add(name.asText()));
      card.set("labels", json.valueToTree(LabelScale.NONE));
      card.set("encoding", json.valueToTree(table ? encoding(inputs) : TableEncoding.NONE));
      if (card.path("source") instanceof ObjectNode source) {
        upgradeSource(source);
      }
    }
    if (format <= 3 && card.path("source").path("spec") instanceof ObjectNode spec) {
      upgradeSpec(spec);
    }
    card.put("format", CardText.FORMAT);
  }

  private static void rename(JsonNode typed) {
    if (typed instanceof ObjectNode object) {
      String former = object.path(TYPE).asText();
      object.put(TYPE, FORMER.getOrDefault(former, former));
    }
  }

  /** Format 2 knew one way to take graphs' labels and one to make pictures fit. */
  private void upgradeSource(ObjectNode source) {
    switch (source.path(TYPE).asText()) {
      case "table" -> upgradeTable(source);
      case "tu" -> source.put("target", DataSource.TuGraphs.Target.LABELS.name());
      case "images" -> source.put("resize", DataSource.Resize.STRETCH.name());
      default -> {
        // as it was
      }
    }
  }

  /** Format 2 kept the separator and the label beside the path, and had no other wishes. */
  private void upgradeTable(ObjectNode source) {
    TableSpec spec =
        new TableSpec(
            List.of(source.path("label").asText()),
            source.path("regression").asBoolean(),
            texts(source.path("features")),
            List.of(),
            texts(source.path("categorical")),
            false,
            ColumnRules.USUAL,
            new TreeMap<>());
    CsvForm csv =
        new CsvForm(CsvForm.FirstLine.NAMES, 0, source.path("separator").asText(","), "", "UTF-8");
    source.set("csv", json.valueToTree(csv));
    source.set("spec", json.valueToTree(spec));
    source.remove(List.of("label", "regression", "features", "categorical", "separator"));
  }

  /** Format 3 knew neither rows that are steps nor words that have codes. */
  private void upgradeSpec(ObjectNode spec) {
    spec.set("steps", json.valueToTree(StepRows.NONE));
    List<JsonNode> rules = new ArrayList<>(List.of(spec.path("all")));
    spec.path("columns").forEach(rules::add);
    for (JsonNode one : rules) {
      if (one instanceof ObjectNode column) {
        column.set("vocabulary", json.valueToTree(Vocabulary.USUAL));
      }
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Inputs called {@code colour=red} are categories of one column; all others are numbers. */
  private static TableEncoding encoding(List<String> inputs) {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    for (String input : inputs) {
      int sign = input.indexOf('=');
      if (sign < 0) {
        categories.put(input, List.of());
      } else {
        categories
            .computeIfAbsent(input.substring(0, sign), column -> new ArrayList<>())
            .add(input.substring(sign + 1));
      }
    }
    List<Column> columns = new ArrayList<>();
    categories.forEach(
        (name, names) ->
            columns.add(
                new Column(
                    name,
                    names.isEmpty() ? TableEncoding.Kind.NUMBER : TableEncoding.Kind.CATEGORY,
                    names,
                    List.of(),
                    0,
                    Missing.REFUSE,
                    false)));
    return new TableEncoding(columns);
  }
}
