package io.espalier;

import io.espalier.data.DataSpec;
import io.espalier.model.ImpossibleModelException;
import io.espalier.search.history.Formula;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Limits;
import io.espalier.search.history.Objective;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.schedule.SpaceObjections;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.ConstraintException;
import io.espalier.search.space.NearestWord;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Probes;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.Metric;
import io.espalier.wire.OwnClass;
import io.espalier.wire.OwnMetric;
import io.espalier.wire.TrialPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Everything that is wrong with an experiment built by a program, one line each. */
final class ExperimentCheck {
  private static final String UNVALIDATED =
      "nothing can be measured without a validation part or folds";
  private static final SearchSpace EMPTY = new SearchSpace(List.of(), List.of());

  private final Set<String> problems;
  private boolean standsIn;

  ExperimentCheck(List<String> found) {
    problems = new LinkedHashSet<>(found);
    standsIn = !found.isEmpty();
  }

  void problem(String part, String message) {
    problems.add(part + ": " + message);
  }

  void requireGiven(String part, Optional<?> value, String accepted) {
    if (value.isEmpty()) {
      problem(part, "missing; needed is " + accepted);
    }
  }

  /** The space, or one that stands in for it. */
  SearchSpace space(List<Parameter> parameters, List<String> conditions) {
    List<Constraint> constraints = new ArrayList<>();
    List<String> names = parameters.stream().map(Parameter::name).toList();
    for (String condition : conditions) {
      try {
        constraints.add(Constraint.compile(condition, names));
      } catch (IllegalArgumentException wrong) {
        problem("constraint", String.valueOf(wrong.getMessage()));
      }
    }
    try {
      return new SearchSpace(parameters, constraints);
    } catch (IllegalArgumentException wrong) {
      problem("space", String.valueOf(wrong.getMessage()));
      standsIn = true;
      return EMPTY;
    }
  }

  void data(DataSpec data) {
    if (data.folds() > 0 && !data.validation().isNone()) {
      problem("data", "folds take the place of a validation part; leave out one of the two");
    }
    if (data.selection() == DataSpec.Selection.PUBLISHED && !data.source().mayBringSplit()) {
      problem("data", "only citation sets, pictures and arrays may have a published split");
    }
    data.orderObjection().ifPresent(why -> problem("data", why));
  }

  /** An objective with its names in full. */
  Objective objective(MeasuredNames names, Objective objective) {
    String metric = objective.metric();
    boolean word = metric.matches("[\\w-]+");
    if (word && !names.all().contains(names.full(metric))) {
      problem(
          "objective",
          "'"
              + metric
              + "' is not measured; accepted are "
              + String.join(", ", names.all())
              + NearestWord.hint(metric, names.all()));
      return objective;
    }
    try {
      Formula formula = names.formula(metric);
      names
          .unmeasured(formula.names())
          .ifPresent(
              name ->
                  problem(
                      "objective",
                      "'" + name + "' cannot be measured without a validation part or folds"));
      return new Objective(formula.text(), objective.goal(), objective.at());
    } catch (IllegalArgumentException wrong) {
      problem("objective", String.valueOf(wrong.getMessage()));
      return objective;
    }
  }

  /** How trials are judged beside the first objective, or what stands in for it. */
  Judgement judgement(
      MeasuredNames names,
      List<Objective> further,
      List<String> limits,
      int repeats,
      SearchSpace space) {
    List<Objective> others = further.stream().map(one -> objective(names, one)).toList();
    List<String> inFull =
        limits.stream().flatMap(limit -> limit(names, limit, space).stream()).toList();
    try {
      return new Judgement(others, inFull, repeats);
    } catch (IllegalArgumentException refused) {
      problem("objective", String.valueOf(refused.getMessage()));
      return Judgement.PLAIN;
    }
  }

  private Optional<String> limit(MeasuredNames names, String text, SearchSpace space) {
    try {
      Optional<String> full = names.limit(text, space.names());
      if (full.isEmpty()) {
        problem("limit", "'" + text + "' uses nothing that is measured, or is no condition");
      }
      full.flatMap(one -> Limits.objection(List.of(one), Probes.sample(space)))
          .ifPresent(why -> problem("limit", why));
      return full;
    } catch (IllegalArgumentException | ConstraintException wrong) {
      problem("limit", String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  void metrics(DataSpec data, List<Metric> metrics) {
    List<Metric> accepted = Metrics.toAskFor(data.source().task());
    for (Metric metric : metrics) {
      if (!accepted.contains(metric)) {
        problem(
            "metrics",
            "'"
                + metric.word()
                + (metric.fits(data.source().task())
                    ? "' is measured anyhow"
                    : "' is not measured here")
                + "; accepted are "
                + String.join(", ", accepted.stream().map(Metric::word).toList()));
      }
    }
    if (!metrics.isEmpty() && !data.validates()) {
      problem("metrics", UNVALIDATED);
    }
  }

  void ownMetrics(DataSpec data, List<OwnMetric> metrics) {
    if (metrics.stream().map(OwnMetric::name).distinct().count() < metrics.size()) {
      problem("metrics", "two metrics of one's own have the same name");
    }
    for (OwnMetric metric : metrics) {
      try {
        new OwnClass<>(metric.type(), MetricFunction.class).found();
      } catch (IllegalArgumentException wrong) {
        problem("metrics", String.valueOf(wrong.getMessage()));
      }
    }
    if (!metrics.isEmpty() && !data.validates()) {
      problem("metrics", UNVALIDATED);
    }
  }

  void search(
      SearchSpace space,
      SearchSettings search,
      long maxRows,
      Optional<DataSpec> data,
      RetrainSpec retrain) {
    SpaceObjections objections = new SpaceObjections(space, search, maxRows);
    objections.grid().ifPresent(why -> problem("space", why));
    objections.constraints().ifPresent(why -> problem("constraint", why));
    objections.points().forEach(why -> problem("points", why));
    objections.startFrom().ifPresent(why -> problem("search", "start-from: " + why));
    if (objections.several()
        && !data.map(DataSpec::validates).orElse(true)
        && retrain.rows() != Integer.MAX_VALUE) {
      problem("data", "without a validation part the best of several trials cannot be told");
    }
  }

  void stopping(SearchSettings search, Objective objective, Judgement judgement, DataSpec data) {
    int trainings = judgement.repeats() * Math.max(1, data.folds());
    search
        .stopping()
        .objection(objective, trainings, data.validates())
        .ifPresent(why -> problem("search", "no-longer-pays: " + why));
  }

  /** Asks the plan about a sample; impossible models are a problem only if no other is there. */
  void plan(SearchSpace space, Plan plan, RetrainSpec retrain) {
    if (standsIn) {
      return; // it would say nothing about the plan
    }
    Set<String> impossible = new LinkedHashSet<>();
    boolean possible = false;
    for (Configuration probe : Probes.sample(space)) {
      try {
        TrialPlan first = Objects.requireNonNull(plan.of(probe), "it gives null");
        possible = true;
        if (!first.equals(plan.of(probe))) {
          problem("plan", at(probe) + "it gives two different answers; it must be a function");
        }
        first.smoothingObjection().ifPresent(why -> problem("plan", at(probe) + why));
        retrain.objection(first).ifPresent(why -> problem("retrain", at(probe) + why));
      } catch (ImpossibleModelException | IllegalArgumentException refused) {
        impossible.add(at(probe) + refused.getMessage());
      } catch (RuntimeException broken) {
        problem("plan", at(probe) + "it fails: " + broken);
        possible = true;
      }
    }
    if (!possible) {
      impossible.forEach(reason -> problem("plan", reason));
    }
  }

  private static String at(Configuration probe) {
    return probe.values().isEmpty() ? "" : "at " + probe + ": ";
  }

  void throwIfAny(String name) {
    if (!problems.isEmpty()) {
      List<String> lines = new ArrayList<>();
      lines.add("the experiment '" + name + "' cannot be built:");
      lines.addAll(problems);
      throw new ConfigurationException(lines);
    }
  }
}
