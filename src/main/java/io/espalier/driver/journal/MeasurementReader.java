package io.espalier.driver.journal;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.espalier.wire.Measurement;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads measurements, of which a long run's record is made: field by field in a third of the time
 * that records take in general. Before there were folds, {@code spreads} were not written.
 */
final class MeasurementReader extends JsonDeserializer<Measurement> {
  /** One bit for each field that must be there. */
  private static final int ALL = 0b11111;

  @Override
  public Measurement deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    int epoch = 0;
    SortedMap<String, Double> metrics = Collections.emptySortedMap();
    SortedMap<String, Double> spreads = Collections.emptySortedMap();
    double learningRate = 0;
    double trainSeconds = 0;
    double evaluateSeconds = 0;
    int read = 0;
    require(json, context, JsonToken.START_OBJECT);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "epoch" -> {
          require(json, context, JsonToken.VALUE_NUMBER_INT);
          epoch = json.getIntValue();
          read |= 1;
        }
        case "metrics" -> {
          metrics = numbers(json, context);
          read |= 1 << 1;
        }
        case "spreads" -> spreads = numbers(json, context);
        case "learningRate" -> {
          learningRate = number(json, context);
          read |= 1 << 2;
        }
        case "trainSeconds" -> {
          trainSeconds = number(json, context);
          read |= 1 << 3;
        }
        case "evaluateSeconds" -> {
          evaluateSeconds = number(json, context);
          read |= 1 << 4;
        }
        default -> context.handleUnknownProperty(json, this, Measurement.class, name);
      }
    }
    if (read != ALL) {
      return context.reportInputMismatch(this, "a measurement lacks one of its fields");
    }
    return new Measurement(epoch, metrics, spreads, learningRate, trainSeconds, evaluateSeconds);
  }

  private static SortedMap<String, Double> numbers(JsonParser json, DeserializationContext context)
      throws IOException {
    require(json, context, JsonToken.START_OBJECT);
    SortedMap<String, Double> numbers = new TreeMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      numbers.put(name, number(json, context));
    }
    return numbers;
  }

  private static double number(JsonParser json, DeserializationContext context) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT ->
          JavaDoubleParser.parseDouble(
              json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
      case VALUE_NUMBER_INT -> json.getDoubleValue();
      case VALUE_STRING -> notFinite(json.getText(), context);
      default ->
          context.reportInputMismatch(
              Double.class, "a number is expected, not %s", json.currentToken());
    };
  }

  private static double notFinite(String text, DeserializationContext context) throws IOException {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> context.reportInputMismatch(Double.class, "'%s' is no number", text);
    };
  }

  private static void require(JsonParser json, DeserializationContext context, JsonToken expected)
      throws IOException {
    if (json.currentToken() != expected) {
      context.reportInputMismatch(
          Measurement.class, "%s is expected, not %s", expected, json.currentToken());
    }
  }
}
