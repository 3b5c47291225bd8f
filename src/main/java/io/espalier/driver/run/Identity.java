package io.espalier.driver.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.Experiment;
import io.espalier.data.Augmentation;
import io.espalier.data.DataSpec;
import io.espalier.model.ImpossibleModelException;
import io.espalier.search.history.Judgement;
import io.espalier.search.schedule.SchedulerSettings;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.schedule.StoppingSettings;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Probes;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.Configuration;
import io.espalier.wire.EarlyStopping;
import io.espalier.wire.GradientClip;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import java.util.List;
import java.util.Optional;

/**
 * What makes two experiments the same search, besides the data themselves: seed, space, objective,
 * measure, metrics, and what the plan gives for a sample of configurations. Budgets (rows, what
 * ends a search early, retraining, report, output) are no part of it. How the data are asked for is
 * written down to explain a difference; whether they differ is told by their fingerprint.
 *
 * @param text canonical JSON, as a run's record keeps it
 */
record Identity(String text) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data";

  /** Where a set lies says nothing about what is in it. */
  private static final List<String> PLACES = List.of("path", "test-path");

  static Identity of(Experiment experiment) {
    ObjectNode all = JSON.createObjectNode();
    all.set(DATA, data(experiment.data()));
    all.set("measure", RecordJson.of(experiment.measure()));
    if (!experiment.metrics().isEmpty()) {
      all.set("measure.metrics", RecordJson.of(experiment.metrics()));
    }
    all.set("objective", RecordJson.of(experiment.objective()));
    if (!experiment.judgement().equals(Judgement.PLAIN)) {
      all.set("judgement", RecordJson.of(experiment.judgement()));
    }
    all.set("plans", plans(experiment));
    all.set("search", search(experiment));
    all.put("seed", experiment.seed());
    all.set("space", space(experiment));
    try {
      return new Identity(JSON.writeValueAsString(all));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("trees of JSON can always be written", e);
    }
  }

  /** Whether both search the same; their data are compared by fingerprint. */
  boolean sameSearch(Identity other) {
    return text.equals(other.text) || withoutData().equals(other.withoutData());
  }

  /** Whether trials may train side by side. */
  boolean sideBySide() {
    return read().at("/search/fusion").asBoolean();
  }

  /** One line for each thing that differs; empty if nothing does. */
  String difference(Identity now) {
    return SearchDifference.between(text, now.text);
  }

  private JsonNode withoutData() {
    return read() instanceof ObjectNode object ? object.without(DATA) : JSON.createObjectNode();
  }

  private JsonNode read() {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no identity of a search", e);
    }
  }

  private static JsonNode data(DataSpec data) {
    JsonNode json = RecordJson.of(data.from(data.source().recorded()));
    if (data.augment().equals(Augmentation.NONE)) {
      ((ObjectNode) json).remove("augment");
    }
    json.findParents("path").forEach(place -> ((ObjectNode) place).remove(PLACES));
    return json;
  }

  private static JsonNode search(Experiment experiment) {
    ObjectNode search = JSON.createObjectNode();
    search.put("algorithm", experiment.search().algorithm());
    if (experiment.search().window() != SearchSettings.WINDOW) {
      search.put("window", experiment.search().window());
    }
    if (experiment.search().together() != SearchSettings.ALONE) {
      search.put("fusion", true); // how many train side by side changes nothing
    }
    SchedulerSettings scheduler = experiment.search().scheduler();
    if (!scheduler.kind().equals(SchedulerSettings.PLAIN.kind())) {
      search.set("scheduler", scheduler(scheduler));
    }
    experiment
        .search()
        .deterministic()
        .filter(asked -> asked != usually(experiment))
        .ifPresent(asked -> search.put("deterministic", asked));
    if (!experiment.search().points().isEmpty()) {
      search.set(
          "points",
          RecordJson.of(experiment.search().points().stream().map(p -> p.toString()).toList()));
    }
    if (!experiment.search().startFrom().isEmpty()) {
      search.set("start-from", RecordJson.of(experiment.search().startFrom()));
    }
    search.set(
        "constraints",
        RecordJson.of(experiment.space().constraints().stream().map(c -> c.text()).toList()));
    search.set("order", RecordJson.of(experiment.space().names()));
    return search;
  }

  /** Without the room for checkpoints, which is a budget. */
  private static JsonNode scheduler(SchedulerSettings settings) {
    ObjectNode scheduler = JSON.createObjectNode();
    scheduler.put("kind", settings.kind());
    settings.minimum().ifPresent(epochs -> scheduler.put("minimum", epochs));
    if (!settings.rungs().isEmpty()) {
      scheduler.set("rungs", RecordJson.of(settings.rungs()));
    }
    scheduler.put("reduction", settings.reduction());
    settings.bracket().ifPresent(trials -> scheduler.put("bracket", trials));
    return scheduler;
  }

  /** Whether the search would be deterministic if nothing was asked for. */
  private static boolean usually(Experiment experiment) {
    SearchSettings search = experiment.search();
    boolean learns = Searchers.named(search.algorithm()).maker().apply(experiment.space()).learns();
    return search
        .withStopping(StoppingSettings.NONE)
        .withDeterministic(Optional.empty())
        .isDeterministic(learns);
  }

  private static JsonNode space(Experiment experiment) {
    ObjectNode space = JSON.createObjectNode();
    for (Parameter parameter : experiment.space().parameters()) {
      ObjectNode one = JSON.createObjectNode();
      Domain domain = parameter.domain();
      if (domain instanceof Domain.Listed listed) {
        String form = domain instanceof Domain.Grid ? "grid" : "choice";
        one.set(form, RecordJson.of(listed.values().stream().map(value -> value.plain()).toList()));
      } else {
        one.set("range", RecordJson.of(domain));
      }
      parameter
          .condition()
          .ifPresent(inside -> one.put("inside", inside.parent() + " = " + inside.label()));
      space.set(parameter.name(), one);
    }
    return space;
  }

  private static JsonNode plans(Experiment experiment) {
    ObjectNode plans = JSON.createObjectNode();
    for (Configuration probe : Probes.sample(experiment.space())) {
      plans.set(probe.toString(), plan(experiment, probe));
    }
    return plans;
  }

  /** Networks are written as they were before there were functions and own classes. */
  private static JsonNode model(ModelSpec model) {
    ObjectNode json = (ObjectNode) RecordJson.of(model);
    json.findParents("layer-norm").stream()
        .filter(layer -> !layer.path("layer-norm").asBoolean())
        .forEach(layer -> ((ObjectNode) layer).remove("layer-norm"));
    if (model.function().isEmpty()) {
      json.remove("function");
    }
    if (model.ownLoss().isEmpty()) {
      json.remove("own-loss");
    }
    if (model.own().isEmpty()) {
      json.remove("own");
    }
    return json;
  }

  /** Trainings are written as they were before there was more to set. */
  private static JsonNode training(TrainingSpec training) {
    ObjectNode json = (ObjectNode) RecordJson.of(training);
    if (training.gradientClip().equals(GradientClip.NONE)) {
      json.remove("gradient-clip");
    }
    if (training.labelSmoothing() == 0) {
      json.remove("label-smoothing");
    }
    if (training.classWeights().equals(ClassWeights.NONE)) {
      json.remove("class-weights");
    }
    if (training.budget().earlyStopping().equals(EarlyStopping.NONE)) {
      json.withObject("/budget").remove("early-stopping");
    }
    return json;
  }

  private static JsonNode plan(Experiment experiment, Configuration probe) {
    try {
      TrialPlan plan = experiment.plan().of(probe);
      ObjectNode both = JSON.createObjectNode();
      both.set("model", model(plan.model()));
      both.set("training", training(plan.training()));
      return both;
    } catch (ImpossibleModelException none) {
      return JSON.createObjectNode().put("model", "impossible");
    }
  }
}
