package io.espalier.driver.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Relation;
import io.espalier.wire.InputShape;
import io.espalier.wire.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Model cards as JSON. Kinds of inputs and sources have the names below, whatever their classes are
 * called; format 1 named the classes, format 2 knew no encoding of tables, format 3 no tables of
 * steps and no words, and all are still read.
 */
final class CardText {
  static final int FORMAT = 4;

  private static final String TYPE = "type";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addMixIn(DataSource.class, Sources.class)
          .addMixIn(InputShape.class, Shapes.class)
          .addMixIn(Relation.class, SparkRelations.class)
          .addMixIn(Value.class, SettingValues.class)
          .build();

  private CardText() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = InputShape.Flat.class, name = "vector"),
    @JsonSubTypes.Type(value = InputShape.Image.class, name = "image"),
    @JsonSubTypes.Type(value = InputShape.Graph.class, name = "graph"),
    @JsonSubTypes.Type(value = InputShape.Sequence.class, name = "sequence")
  })
  private interface Shapes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = DataSource.Idx.class, name = "idx"),
    @JsonSubTypes.Type(value = DataSource.Cifar10.class, name = "cifar10"),
    @JsonSubTypes.Type(value = DataSource.Cifar100.class, name = "cifar100"),
    @JsonSubTypes.Type(value = DataSource.Emnist.class, name = "emnist"),
    @JsonSubTypes.Type(value = DataSource.Table.class, name = "table"),
    @JsonSubTypes.Type(value = DataSource.SparkTable.class, name = "spark-table"),
    @JsonSubTypes.Type(value = DataSource.ImageFolder.class, name = "images"),
    @JsonSubTypes.Type(value = DataSource.ImageTable.class, name = "image-table"),
    @JsonSubTypes.Type(value = DataSource.NumpyArrays.class, name = "npy"),
    @JsonSubTypes.Type(value = DataSource.Iris.class, name = "iris"),
    @JsonSubTypes.Type(value = DataSource.Digits.class, name = "digits"),
    @JsonSubTypes.Type(value = DataSource.Blobs.class, name = "blobs"),
    @JsonSubTypes.Type(value = DataSource.Playground.class, name = "playground"),
    @JsonSubTypes.Type(value = DataSource.TuGraphs.class, name = "tu"),
    @JsonSubTypes.Type(value = DataSource.Citations.class, name = "citations"),
    @JsonSubTypes.Type(value = DataSource.DrawnGraphs.class, name = "graphs"),
    @JsonSubTypes.Type(value = DataSource.Own.class, name = "class")
  })
  private interface Sources {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Relation.Files.class, name = "files"),
    @JsonSubTypes.Type(value = Relation.Named.class, name = "table"),
    @JsonSubTypes.Type(value = Relation.Query.class, name = "query"),
    @JsonSubTypes.Type(value = Relation.None.class, name = "none")
  })
  private interface SparkRelations {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = TYPE)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Value.Whole.class, name = "whole"),
    @JsonSubTypes.Type(value = Value.Real.class, name = "real"),
    @JsonSubTypes.Type(value = Value.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Value.Flag.class, name = "flag")
  })
  private interface SettingValues {}

  /** The classes that have names. */
  static List<Class<?>> names(Class<?> kinds) {
    Class<?> table = kinds == InputShape.class ? Shapes.class : Sources.class;
    List<Class<?>> named = new ArrayList<>();
    for (JsonSubTypes.Type type : table.getAnnotation(JsonSubTypes.class).value()) {
      named.add(type.value());
    }
    return named;
  }

  static byte[] write(ModelCard card) throws JsonProcessingException {
    return JSON.writeValueAsBytes(card);
  }

  /**
   * Reads a card of this format or an older one.
   *
   * @param name what messages call it
   * @throws DataException if its format is another
   * @throws IOException if it is damaged
   */
  static ModelCard read(byte[] text, String name) throws IOException {
    JsonNode card = JSON.readTree(text);
    int format = card.path("format").asInt();
    if (format < 1 || format > FORMAT) {
      throw new DataException(
          name + " has format " + card.path("format") + "; this version reads 1 to " + FORMAT);
    }
    if (format < FORMAT) {
      new FormerCards(JSON).upgrade((ObjectNode) card, format);
    }
    return JSON.treeToValue(card, ModelCard.class);
  }
}
