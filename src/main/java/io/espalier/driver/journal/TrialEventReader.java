package io.espalier.driver.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.espalier.search.history.Event;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the events of which a long run's record is made, field by field in the order in which they
 * are written, which takes less time than records do in general. What is written otherwise, as by
 * an older Espalier, it leaves to {@link EventCodec}.
 */
final class TrialEventReader {
  private static final SerializedString EVENT = new SerializedString("event");
  private static final SerializedString TRIAL = new SerializedString("trial");
  private static final SerializedString CONFIGURATION = new SerializedString("configuration");
  private static final SerializedString SEED = new SerializedString("seed");
  private static final SerializedString TO_EPOCH = new SerializedString("toEpoch");
  private static final SerializedString REASON = new SerializedString("reason");
  private static final SerializedString AT_MILLIS = new SerializedString("atMillis");
  private static final SerializedString OUTCOME = new SerializedString("outcome");
  private static final SerializedString QUEUE_SECONDS = new SerializedString("queueSeconds");
  private static final SerializedString STATUS = new SerializedString("status");
  private static final SerializedString ERROR = new SerializedString("error");
  private static final SerializedString MEASUREMENTS = new SerializedString("measurements");
  private static final SerializedString TEST = new SerializedString("test");
  private static final SerializedString PARAMETERS = new SerializedString("parameters");
  private static final SerializedString SAVED = new SerializedString("saved");
  private static final SerializedString EPOCH = new SerializedString("epoch");
  private static final SerializedString TRAIN_LOSS = new SerializedString("trainLoss");
  private static final SerializedString NETWORK = new SerializedString("network");
  private static final SerializedString URI = new SerializedString("uri");
  private static final SerializedString TIMING = new SerializedString("timing");
  private static final SerializedString DATA_SECONDS = new SerializedString("dataSeconds");
  private static final SerializedString TRAIN_SECONDS = new SerializedString("trainSeconds");
  private static final SerializedString EVALUATE_SECONDS = new SerializedString("evaluateSeconds");
  private static final SerializedString STARTED_AT = new SerializedString("startedAtMillis");
  private static final SerializedString FINISHED_AT = new SerializedString("finishedAtMillis");
  private static final SerializedString PLACE = new SerializedString("place");
  private static final SerializedString HOST = new SerializedString("host");
  private static final SerializedString DEVICE = new SerializedString("device");
  private static final SerializedString ATTEMPT = new SerializedString("attempt");
  private static final SerializedString COUNTED = new SerializedString("counted");
  private static final SerializedString FUSED_WITH = new SerializedString("fusedWith");

  private final JsonParser json;

  private TrialEventReader(JsonParser json) {
    this.json = json;
  }

  /**
   * The event that stands there and nothing behind it; empty if it is of another kind.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException if it is not written as expected
   * @throws IllegalArgumentException if there can be no such event
   */
  static Optional<Event> read(JsonParser json) throws IOException {
    TrialEventReader reader = new TrialEventReader(json);
    reader.next(JsonToken.START_OBJECT);
    Optional<Event> event = reader.event(reader.text(EVENT));
    if (event.isPresent()) {
      reader.next(JsonToken.END_OBJECT);
      reader.require(json.nextToken() == null);
    }
    return event;
  }

  private Optional<Event> event(String kind) throws IOException {
    return switch (kind) {
      case "trial-started" ->
          Optional.of(
              new Event.TrialStarted(
                  integer(TRIAL),
                  configuration(),
                  whole(SEED),
                  integer(TO_EPOCH),
                  text(REASON),
                  whole(AT_MILLIS)));
      case "trial-paused" ->
          Optional.of(
              new Event.TrialPaused(
                  integer(TRIAL), outcome(), real(QUEUE_SECONDS), whole(AT_MILLIS)));
      case "trial-resumed" ->
          Optional.of(
              new Event.TrialResumed(
                  integer(TRIAL), integer(TO_EPOCH), text(REASON), whole(AT_MILLIS)));
      case "trial-finished" ->
          Optional.of(
              new Event.TrialFinished(
                  integer(TRIAL), outcome(), real(QUEUE_SECONDS), whole(AT_MILLIS)));
      default -> Optional.empty();
    };
  }

  private Configuration configuration() throws IOException {
    begin(CONFIGURATION, JsonToken.START_OBJECT);
    return EventCodec.configuration(json);
  }

  private Outcome outcome() throws IOException {
    begin(OUTCOME, JsonToken.START_OBJECT);
    Outcome outcome =
        new Outcome(
            integer(TRIAL),
            Outcome.Status.valueOf(text(STATUS)),
            text(REASON),
            text(ERROR),
            measurements(),
            none(TEST),
            whole(PARAMETERS),
            saved(),
            timing(),
            place(),
            counted());
    require(json.currentToken() == JsonToken.END_OBJECT);
    return outcome;
  }

  /** Where the last measurement counts, it is not written. */
  private List<Measurement> counted() throws IOException {
    if (!json.nextFieldName(COUNTED)) {
      return List.of();
    }
    next(JsonToken.START_ARRAY);
    List<Measurement> counted = elements();
    json.nextToken();
    return counted;
  }

  private List<Measurement> measurements() throws IOException {
    begin(MEASUREMENTS, JsonToken.START_ARRAY);
    return elements();
  }

  private List<Measurement> elements() throws IOException {
    List<Measurement> measurements = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      measurements.add(MeasurementReader.read(json));
    }
    require(json.currentToken() == JsonToken.END_ARRAY);
    return measurements;
  }

  private List<Checkpoint> saved() throws IOException {
    begin(SAVED, JsonToken.START_ARRAY);
    List<Checkpoint> saved = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_OBJECT) {
      int epoch = integer(EPOCH);
      double trainLoss = real(TRAIN_LOSS);
      begin(NETWORK, JsonToken.START_OBJECT);
      saved.add(new Checkpoint(epoch, trainLoss, new CheckpointRef(text(URI))));
      next(JsonToken.END_OBJECT);
      next(JsonToken.END_OBJECT);
    }
    require(json.currentToken() == JsonToken.END_ARRAY);
    return saved;
  }

  private Outcome.Timing timing() throws IOException {
    begin(TIMING, JsonToken.START_OBJECT);
    Outcome.Timing timing =
        new Outcome.Timing(
            real(DATA_SECONDS),
            real(TRAIN_SECONDS),
            real(EVALUATE_SECONDS),
            whole(STARTED_AT),
            whole(FINISHED_AT));
    next(JsonToken.END_OBJECT);
    return timing;
  }

  private Outcome.Place place() throws IOException {
    begin(PLACE, JsonToken.START_OBJECT);
    Outcome.Place place = new Outcome.Place(text(HOST), text(DEVICE), integer(ATTEMPT));
    if (json.nextFieldName(FUSED_WITH)) { // of a training alone it is not written
      next(JsonToken.VALUE_NUMBER_INT);
      place = place.besides(json.getIntValue());
      json.nextToken();
    }
    require(json.currentToken() == JsonToken.END_OBJECT);
    return place;
  }

  /** An empty array; what is in others is rare. */
  private <T> List<T> none(SerializedString name) throws IOException {
    begin(name, JsonToken.START_ARRAY);
    next(JsonToken.END_ARRAY);
    return List.of();
  }

  private int integer(SerializedString name) throws IOException {
    begin(name, JsonToken.VALUE_NUMBER_INT);
    return json.getIntValue();
  }

  private long whole(SerializedString name) throws IOException {
    begin(name, JsonToken.VALUE_NUMBER_INT);
    return json.getLongValue();
  }

  private double real(SerializedString name) throws IOException {
    require(json.nextFieldName(name));
    json.nextToken();
    return MeasurementReader.number(json);
  }

  private String text(SerializedString name) throws IOException {
    begin(name, JsonToken.VALUE_STRING);
    return json.getText();
  }

  private void begin(SerializedString name, JsonToken value) throws IOException {
    require(json.nextFieldName(name));
    next(value);
  }

  private void next(JsonToken expected) throws IOException {
    require(json.nextToken() == expected);
  }

  private void require(boolean expected) throws IOException {
    if (!expected) {
      throw MismatchedInputException.from(json, Event.class, "not as it is written");
    }
  }
}
