package io.espalier.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Searchers;
import io.espalier.search.suggest.Suggestion;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Serves searches to another process, one after the other: lines of JSON on standard input say what
 * to search, ask for a configuration, and tell what one gave, proposed here or not.
 */
public final class SearchPeer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METRIC = "validation_loss";
  private static final Objective LEAST =
      new Objective(METRIC, Objective.Goal.MINIMIZE, Objective.At.LAST);

  private final History history = new History();
  private final List<String> names;
  private final Searcher searcher;

  private SearchPeer(JsonNode asked) {
    List<Parameter> parameters = new ArrayList<>();
    asked.get("parameters").forEach(one -> parameters.add(parameter(one)));
    names = parameters.stream().map(Parameter::name).toList();
    SearchSpace space = new SearchSpace(parameters, List.of());
    searcher = Searchers.named(asked.get("algorithm").asText()).maker().apply(space);
    history.append(
        new Event.RunOpened(
            "served",
            1,
            asked.get("seed").asLong(),
            "",
            "",
            "",
            LEAST,
            names.stream().map(name -> new Column(name, Column.Kind.REAL)).toList(),
            List.of(),
            0,
            new TreeMap<>(),
            0));
  }

  private static Parameter parameter(JsonNode one) {
    Spacing none = new Spacing.Unspaced();
    double low = one.get("low").asDouble();
    double high = one.get("high").asDouble();
    Domain domain =
        one.get("kind").asText().equals("int")
            ? new WholeRange((long) low, (long) high, Scale.LINEAR, none)
            : new RealRange(low, high, Scale.LINEAR, none);
    return Parameter.of(one.get("name").asText(), domain);
  }

  /** Serves until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    SearchPeer serving = new SearchPeer(JSON.readTree(lines.readLine()));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode asked = JSON.readTree(line);
      if (asked.has("parameters")) {
        serving = new SearchPeer(asked);
      } else if (asked.has("ask")) {
        System.out.println(JSON.writeValueAsString(serving.ask()));
      } else if (asked.has("known")) {
        serving.know(asked.get("known"), asked.get("value").asDouble());
      } else {
        serving.tell(asked.get("tell").asInt(), asked.get("value").asDouble());
      }
    }
  }

  private Map<String, Object> ask() {
    int trial = history.nextTrial();
    Suggestion.Try proposal = (Suggestion.Try) searcher.next(view());
    Configuration configuration = proposal.configuration();
    history.append(new Event.TrialStarted(trial, configuration, trial, 1, proposal.reason(), 0));
    List<Object> values =
        names.stream().map(name -> configuration.value(name).orElseThrow().plain()).toList();
    return Map.of("trial", trial, "values", values);
  }

  /** A trial that somebody else proposed. */
  private void know(JsonNode values, double value) {
    SortedMap<String, Value> configuration = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      JsonNode one = values.get(i);
      configuration.put(
          names.get(i),
          one.isIntegralNumber() ? new Value.Whole(one.asLong()) : new Value.Real(one.asDouble()));
    }
    int trial = history.nextTrial();
    history.append(
        new Event.TrialStarted(trial, new Configuration(configuration), trial, 1, "known", 0));
    tell(trial, value);
  }

  private SearchView view() {
    return searcher.learns()
        ? SearchView.ofAll(history)
        : SearchView.of(history, SearchView.UNSEEN);
  }

  private void tell(int trial, double value) {
    Measurement measured = new Measurement(1, new TreeMap<>(Map.of(METRIC, value)), 0, 0, 0);
    Outcome outcome =
        new Outcome(
            trial,
            Outcome.Status.COMPLETED,
            "",
            "",
            List.of(measured),
            List.of(),
            1,
            List.of(),
            new Outcome.Timing(0, 0, 0, 0, 0),
            new Outcome.Place("here", "cpu", 0));
    history.append(new Event.TrialFinished(trial, outcome, 0, 0));
  }
}
