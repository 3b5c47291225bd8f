package io.espalier.driver.journal;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.espalier.wire.Measurement;
import io.espalier.wire.NamedNumbers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;

/**
 * Reads measurements, of which a long run's record is made: field by field in a third of the time
 * that records take in general. Before there were folds, {@code spreads} were not written.
 */
final class MeasurementReader extends JsonDeserializer<Measurement> {
  /** One bit for each field that must be there. */
  private static final int ALL = 0b11111;

  /** More metrics than most measurements have. */
  private static final int MANY = 16;

  @Override
  public Measurement deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    return read(json);
  }

  /** The measurement whose object begins there. */
  static Measurement read(JsonParser json) throws IOException {
    int epoch = 0;
    SortedMap<String, Double> metrics = Collections.emptySortedMap();
    SortedMap<String, Double> spreads = Collections.emptySortedMap();
    double learningRate = 0;
    double trainSeconds = 0;
    double evaluateSeconds = 0;
    int read = 0;
    require(json, JsonToken.START_OBJECT);
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "epoch" -> {
          require(json, JsonToken.VALUE_NUMBER_INT);
          epoch = json.getIntValue();
          read |= 1;
        }
        case "metrics" -> {
          metrics = numbers(json);
          read |= 1 << 1;
        }
        case "spreads" -> spreads = numbers(json);
        case "learningRate" -> {
          learningRate = number(json);
          read |= 1 << 2;
        }
        case "trainSeconds" -> {
          trainSeconds = number(json);
          read |= 1 << 3;
        }
        case "evaluateSeconds" -> {
          evaluateSeconds = number(json);
          read |= 1 << 4;
        }
        default -> throw unusual(json, "a measurement has no '" + name + "'");
      }
    }
    if (read != ALL) {
      throw unusual(json, "a measurement lacks one of its fields");
    }
    return new Measurement(epoch, metrics, spreads, learningRate, trainSeconds, evaluateSeconds);
  }

  private static SortedMap<String, Double> numbers(JsonParser json) throws IOException {
    require(json, JsonToken.START_OBJECT);
    String[] names = new String[MANY];
    double[] numbers = new double[MANY];
    int count = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (count == names.length) {
        names = Arrays.copyOf(names, 2 * count);
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      json.nextToken();
      names[count] = name;
      numbers[count++] = number(json);
    }
    return NamedNumbers.of(Arrays.copyOf(names, count), Arrays.copyOf(numbers, count));
  }

  /** The number that stands there; those that are not finite are strings. */
  static double number(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NUMBER_FLOAT ->
          JavaDoubleParser.parseDouble(
              json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
      case VALUE_NUMBER_INT -> json.getDoubleValue();
      case VALUE_STRING -> notFinite(json);
      default -> throw unusual(json, "a number is expected, not " + json.currentToken());
    };
  }

  private static double notFinite(JsonParser json) throws IOException {
    return switch (json.getText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw unusual(json, "'" + json.getText() + "' is no number");
    };
  }

  /**
   * Checks what stands there.
   *
   * @throws MismatchedInputException if it is something else
   */
  static void require(JsonParser json, JsonToken expected) throws IOException {
    if (json.currentToken() != expected) {
      throw unusual(json, expected + " is expected, not " + json.currentToken());
    }
  }

  private static MismatchedInputException unusual(JsonParser json, String problem) {
    return MismatchedInputException.from(json, Measurement.class, problem);
  }
}
