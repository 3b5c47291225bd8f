package io.espalier.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.ParetoSet;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.search.importance.Importance;
import io.espalier.search.importance.PedAnova;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The numbers that the page's scripts draw and list, as JSON: column by column, each number with
 * seven digits that count, null for what there is not. Texts that come often stand once.
 */
final class PageData {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MathContext DIGITS = new MathContext(7);

  private final History history;
  private final List<ParameterView> parameters;
  private final ObjectNode all = JSON.createObjectNode();
  private final Map<String, Integer> texts = new LinkedHashMap<>();

  PageData(History history, List<ParameterView> parameters) {
    this.history = history;
    this.parameters = parameters;
  }

  /** The axes of a run's parameters. */
  static List<ParameterView> parameters(History history, SearchFacts facts) {
    return history.opened().columns().stream()
        .map(one -> ParameterView.of(one, facts.parameter(one.name()), history.trials()))
        .toList();
  }

  /** Text that may stand in an element of HTML: no {@code <} is in it. */
  String json() {
    objectives();
    parameters.forEach(this::parameter);
    trials();
    curves();
    course();
    slots();
    decisions();
    importance().forEach(this::importance);
    ArrayNode words = all.putArray("texts");
    texts.keySet().forEach(words::add);
    try {
      return JSON.writeValueAsString(all).replace("<", "\\u003c");
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException("a tree of JSON has no text", impossible);
    }
  }

  private void objectives() {
    for (Objective objective : history.opened().objectives()) {
      ObjectNode node = all.withArray("objectives").addObject();
      node.put("name", objective.metric());
      node.put("minimize", objective.goal() == Objective.Goal.MINIMIZE);
    }
    ArrayNode best = all.putArray("best");
    history.best(LearningCurves.MOST_CURVES).forEach(trial -> best.add(trial.number()));
    ArrayNode pareto = all.putArray("pareto");
    ParetoSet.of(history).ifPresent(set -> set.trials().forEach(pareto::add));
  }

  private void parameter(ParameterView parameter) {
    ObjectNode node = all.withArray("parameters").addObject();
    node.put("name", parameter.name());
    node.put("log", parameter.log());
    parameter.words().forEach(node.putArray("words")::add);
    parameter.ticks().forEach(tick -> number(node.withArray("ticks"), tick));
  }

  private void trials() {
    ObjectNode trials = all.putObject("trials");
    List<Objective> objectives = history.opened().objectives();
    ArrayNode values = trials.putArray("values");
    parameters.forEach(one -> values.addArray());
    ArrayNode measured = trials.putArray("objectives");
    objectives.forEach(one -> measured.addArray());
    for (Trial trial : history.trials()) {
      trials.withArray("status").add(trial.status().name());
      trials.withArray("reason").add(text(trial.reason()));
      trials.withArray("epochs").add(trial.epochs());
      trials.withArray("parameters").add(trial.parameters());
      number(trials.withArray("seconds"), seconds(trial));
      trials.withArray("fused").add(trial.outcome().map(o -> o.place().fusedWith()).orElse(0));
      for (int i = 0; i < parameters.size(); i++) {
        number((ArrayNode) values.get(i), parameters.get(i).of(trial));
      }
      for (int i = 0; i < objectives.size(); i++) {
        number((ArrayNode) measured.get(i), value(objectives.get(i), trial, i == 0));
      }
    }
  }

  private static double value(Objective objective, Trial trial, boolean first) {
    return first || !trial.status().measured()
        ? trial.objective()
        : objective.of(trial.counting(), trial.parameters());
  }

  private static double seconds(Trial trial) {
    return trial
        .outcome()
        .map(one -> one.timing())
        .map(one -> one.dataSeconds() + one.trainSeconds() + one.evaluateSeconds())
        .orElse(Double.NaN);
  }

  private void curves() {
    TrialCurves curves = TrialCurves.of(history);
    ObjectNode node = all.putObject("curves");
    node.put("metric", curves.metric());
    ArrayNode list = node.putArray("trials");
    for (TrialCurves.Line curve : curves.curves()) {
      ArrayNode points = list.addObject().put("trial", curve.trial()).putArray("points");
      for (TrialCurves.Point point : curve.points()) {
        points.add(point.epoch());
        number(points, point.value());
      }
    }
  }

  private void course() {
    ArrayNode course = all.putArray("course");
    for (BestSoFar.Step step : BestSoFar.of(history)) {
      ArrayNode row = course.addArray();
      row.add(step.trial()).add(step.trials()).add(step.epochs());
      number(row, step.seconds());
      number(row, step.value());
    }
  }

  private void slots() {
    SlotTimeline timeline = SlotTimeline.of(history);
    ObjectNode node = all.putObject("slots");
    timeline.slots().forEach(node.putArray("names")::add);
    number(node.putArray("idle"), timeline.idle());
    ArrayNode bars = node.putArray("bars");
    for (SlotTimeline.Bar bar : timeline.bars()) {
      ArrayNode row = bars.addArray().add(bar.slot()).add(bar.trial()).add(bar.count());
      number(row, bar.from());
      number(row, bar.to());
    }
  }

  private void decisions() {
    ArrayNode rows = all.putArray("decisions");
    for (Event.Reasoned decision : history.decisions()) {
      ArrayNode row = rows.addArray();
      row.add(text(decided(decision)));
      row.add(decision instanceof Event.OfTrial about ? about.trial() : 0);
      row.add(text(decision.reason()));
    }
  }

  private static String decided(Event.Reasoned decision) {
    if (decision instanceof Event.TrialStarted) {
      return "start";
    } else if (decision instanceof Event.TrialResumed) {
      return "go on";
    } else if (decision instanceof Event.TrialRestarted) {
      return "restart";
    } else if (decision instanceof Event.TrialStopped) {
      return "stop";
    } else if (decision instanceof Event.TrialReopened) {
      return "try again";
    }
    return decision instanceof Event.TrialRejected ? "reject" : "end the search";
  }

  /** What decides, the most important parameter first. */
  private List<Importance> importance() {
    List<Trial> ranked =
        Stream.concat(
                history.best(Integer.MAX_VALUE).stream(),
                history.trials().stream().filter(PageData::failed))
            .toList();
    List<PedAnova.Coordinates> coordinates =
        parameters.stream()
            .map(
                one ->
                    new PedAnova.Coordinates(
                        one.name(),
                        !one.isNumber(),
                        ranked.stream().mapToDouble(one::coordinate).toArray()))
            .toList();
    return PedAnova.of(coordinates, history.opened().seed()).stream()
        .sorted(Comparator.comparingDouble(Importance::share).reversed())
        .toList();
  }

  /** Trials that trained and have no value are worse than all that have one. */
  private static boolean failed(Trial trial) {
    return trial.status() == TrialStatus.DIVERGED || trial.status() == TrialStatus.FAILED;
  }

  private void importance(Importance one) {
    ObjectNode node = all.withArray("importance").addObject();
    node.put("parameter", one.parameter());
    ArrayNode numbers = node.putArray("numbers");
    number(numbers, one.share());
    number(numbers, one.spread());
    number(numbers, one.chance());
  }

  private int text(String text) {
    int index = texts.getOrDefault(text, texts.size());
    texts.putIfAbsent(text, index);
    return index;
  }

  private static void number(ArrayNode list, double number) {
    if (!Double.isFinite(number)) {
      list.addNull();
    } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      list.add((long) number);
    } else {
      list.add(new BigDecimal(number).round(DIGITS).doubleValue());
    }
  }
}
