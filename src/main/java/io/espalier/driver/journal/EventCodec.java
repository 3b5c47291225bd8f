package io.espalier.driver.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.search.history.Event;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Observation;
import io.espalier.wire.BestEpoch;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Events as JSON. Record components are the fields; the kind of an event stands in {@code event}; a
 * configuration is an object of plain values, in which {@code 1} is whole and {@code 1.0} real.
 * Numbers survive bit for bit; NaN and infinities are the strings {@code "NaN"}, {@code
 * "Infinity"}, {@code "-Infinity"}.
 */
final class EventCodec {
  static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build())
          .enable(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addMixIn(Event.class, EventKinds.class)
          .addMixIn(Event.RunOpened.class, Opening.class)
          .addMixIn(Outcome.Place.class, Alone.class)
          .addMixIn(Outcome.class, LastCounts.class)
          .addMixIn(Checkpoint.class, NoBest.class)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Measurement.class, new MeasurementReader())
                  .addDeserializer(Outcome.Place.class, new PlaceReader())
                  .addSerializer(Configuration.class, new ConfigurationWriter())
                  .addDeserializer(Configuration.class, new ConfigurationReader()))
          .build();

  private EventCodec() {}

  private static final ObjectReader EVENT = MAPPER.readerFor(Event.class);

  /**
   * An event, of this format or an older one.
   *
   * @param from where its object begins, and ends after so many bytes
   * @throws IOException if it is no event
   */
  static Event read(byte[] json, int from, int length) throws IOException {
    Optional<Event> usual = usual(json, from, length);
    return usual.isPresent() ? usual.get() : other(json, from, length);
  }

  private static Optional<Event> usual(byte[] json, int from, int length) throws IOException {
    try (JsonParser parser = MAPPER.createParser(json, from, length)) {
      return TrialEventReader.read(parser);
    } catch (JsonProcessingException | IllegalArgumentException unusual) {
      return Optional.empty();
    }
  }

  private static Event other(byte[] json, int from, int length) throws IOException {
    try {
      Optional<Event> event = Optional.ofNullable(EVENT.readValue(json, from, length));
      return event.orElseThrow(() -> new IOException("null is no event"));
    } catch (JsonProcessingException incomplete) {
      JsonNode tree = MAPPER.readTree(json, from, length);
      if (tree instanceof ObjectNode event) {
        OlderEvents.complete(event);
      }
      return MAPPER.treeToValue(tree, Event.class);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.RunOpened.class, name = "run-opened"),
    @JsonSubTypes.Type(value = Event.RunResumed.class, name = "run-resumed"),
    @JsonSubTypes.Type(value = Event.TrialRejected.class, name = "trial-rejected"),
    @JsonSubTypes.Type(value = Event.TrialStarted.class, name = "trial-started"),
    @JsonSubTypes.Type(value = Event.TrialPaused.class, name = "trial-paused"),
    @JsonSubTypes.Type(value = Event.TrialResumed.class, name = "trial-resumed"),
    @JsonSubTypes.Type(value = Event.TrialRestarted.class, name = "trial-restarted"),
    @JsonSubTypes.Type(value = Event.TrialStopped.class, name = "trial-stopped"),
    @JsonSubTypes.Type(value = Event.TrialReopened.class, name = "trial-reopened"),
    @JsonSubTypes.Type(value = Event.TrialFinished.class, name = "trial-finished"),
    @JsonSubTypes.Type(value = Event.TrialConfirmed.class, name = "trial-confirmed"),
    @JsonSubTypes.Type(value = Event.TimeSpent.class, name = "time-spent"),
    @JsonSubTypes.Type(value = Event.SearchEnded.class, name = "search-ended"),
    @JsonSubTypes.Type(value = Event.Retrained.class, name = "retrained"),
    @JsonSubTypes.Type(value = Event.RunFinished.class, name = "run-finished")
  })
  private interface EventKinds {}

  /** What says nothing is not written: the files of such runs are those of older versions. */
  interface Opening {
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = PlainJudgement.class)
    Judgement judgement();

    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    int validationExamples();

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<Observation> observations();

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<Integer> rungs();
  }

  /** The same of a training alone. */
  interface Alone {
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    int fusedWith();
  }

  /** The same of an outcome whose last measurement counts. */
  interface LastCounts {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<Measurement> counted();
  }

  /** The same of a state without early stopping. */
  interface NoBest {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<BestEpoch> best();
  }

  /** Equal to what is not written. */
  private static final class PlainJudgement {
    @Override
    public boolean equals(Object other) {
      return Judgement.PLAIN.equals(other);
    }

    @Override
    public int hashCode() {
      return Judgement.PLAIN.hashCode();
    }
  }

  private static final class ConfigurationWriter extends JsonSerializer<Configuration> {
    @Override
    public void serialize(Configuration value, JsonGenerator json, SerializerProvider context)
        throws IOException {
      json.writeStartObject();
      for (Map.Entry<String, Value> entry : value.values().entrySet()) {
        json.writeObjectField(entry.getKey(), entry.getValue().plain());
      }
      json.writeEndObject();
    }
  }

  /** The configuration whose object begins there. */
  static Configuration configuration(JsonParser json) throws IOException {
    MeasurementReader.require(json, JsonToken.START_OBJECT);
    SortedMap<String, Value> values = new TreeMap<>();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      values.put(name, value(json));
    }
    return new Configuration(values);
  }

  private static Value value(JsonParser json) throws IOException {
    return switch (json.nextToken()) {
      case VALUE_NUMBER_INT -> new Value.Whole(json.getLongValue());
      case VALUE_NUMBER_FLOAT -> new Value.Real(json.getDoubleValue());
      case VALUE_STRING -> new Value.Text(json.getText());
      case VALUE_TRUE -> new Value.Flag(true);
      case VALUE_FALSE -> new Value.Flag(false);
      default ->
          throw MismatchedInputException.from(
              json, Value.class, "a parameter's value cannot be " + json.currentToken());
    };
  }

  private static final class ConfigurationReader extends JsonDeserializer<Configuration> {
    @Override
    public Configuration deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      return configuration(json);
    }
  }
}
