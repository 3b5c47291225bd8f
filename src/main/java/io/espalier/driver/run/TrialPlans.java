package io.espalier.driver.run;

import io.espalier.ConfigurationException;
import io.espalier.CountedPlan;
import io.espalier.Experiment;
import io.espalier.Plan;
import io.espalier.data.PreparedData;
import io.espalier.engine.Companions;
import io.espalier.engine.ModelTools;
import io.espalier.engine.lanes.LaneShape.Batches;
import io.espalier.model.CodeRange;
import io.espalier.model.ImpossibleModelException;
import io.espalier.model.LayerShapes;
import io.espalier.search.history.History;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.EpochRule;
import io.espalier.search.schedule.Scheduler;
import io.espalier.search.schedule.Schedulers;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.schedule.Trainings;
import io.espalier.search.space.ConstraintException;
import io.espalier.search.space.Probes;
import io.espalier.search.space.Sampler;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import io.espalier.wire.TrialPlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an experiment's configurations stand for on its data: possible or not, how large, how long;
 * and which of them the search proposes.
 */
public final class TrialPlans implements Trainings {
  /** Of constraints that leave less, a person is told. */
  private static final double SCARCE = 0.05;

  private final Experiment spec;
  private final PreparedData data;
  private final Plan plan;
  private final InputShape input;
  private final int outputs;
  private final Task task;
  private final int trainedOn;
  private final int folds;
  private final DataCodes codes;

  /** The plans of an experiment on these data. */
  public TrialPlans(Experiment spec, PreparedData data) {
    this.spec = spec;
    this.data = data;
    this.plan = CountedPlan.of(spec, data);
    this.input = data.dataset().shape();
    this.outputs = data.dataset().targets().outputs();
    this.task = data.dataset().targets().task();
    this.folds = data.folds().size();
    this.codes = new DataCodes(data);
    this.trainedOn =
        data.folds().stream()
            .mapToInt(fold -> fold.split().train().length)
            .min()
            .orElse(data.examples(Part.TRAIN));
  }

  /** The model and training of a configuration, with what only the data know. */
  public TrialPlan of(Configuration configuration) {
    return plan.of(configuration);
  }

  /** How many trials there are at most. */
  public long most() {
    SearchSettings search = spec.search();
    return LongStream.of(
            searcher().proposals().orElse(Long.MAX_VALUE),
            search.trials().isPresent() ? search.trials().getAsInt() : Long.MAX_VALUE,
            search.epochs().orElse(Long.MAX_VALUE)) // every trial has one at least
        .min()
        .orElseThrow();
  }

  /** Whether no decision depends on when results come back. */
  boolean deterministic() {
    return spec.search().isDeterministic(searcher().learns());
  }

  /**
   * The configurations that the search proposes, in order, as far as they do not depend on
   * outcomes: what a searcher that learns proposes while it knows nothing.
   */
  public Stream<Configuration> preview() {
    Iterable<Configuration> all = () -> new Preview(spec, searcher());
    return StreamSupport.stream(all.spliterator(), false);
  }

  /** What a person should know of the space: constraints that leave almost nothing to draw. */
  public Optional<String> notice() {
    double kept = overGrid() ? 1 : new Sampler(spec.space()).kept();
    return kept < SCARCE
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the constraints keep %.1f %% of the configurations that are drawn; domains that"
                    + " hold fewer others are searched better",
                100 * kept))
        : Optional.empty();
  }

  private boolean overGrid() {
    return Searchers.named(spec.search().algorithm()).overGrid();
  }

  /**
   * The shapes of a configuration's network.
   *
   * @throws ImpossibleModelException if there can be no such network
   */
  public LayerShapes shapes(Configuration configuration) {
    ModelSpec model = plan.of(configuration).model();
    LayerShapes shapes = ModelTools.shapes(model, input, outputs, task);
    CodeRange.of(model).ifPresent(codes::check);
    return shapes;
  }

  /** The first possible configuration among so many. */
  public Optional<Configuration> possible(long among) {
    return preview().limit(among).filter(row -> impossible(row).isEmpty()).findFirst();
  }

  /** By which step a possible configuration trains, and where it is not the compiled one, why. */
  public String step(Configuration configuration) {
    TrialPlan resolved = plan.of(configuration);
    return switch (resolved.model().kind()) {
      case FUNCTION -> "none: a function is evaluated";
      case TRAINABLE -> "none of ours: the class trains by itself";
      default ->
          ModelTools.notCompiled(resolved.model(), resolved.training(), input, outputs, task)
              .map(why -> "layer by layer, " + why)
              .orElse("compiled");
    };
  }

  /** Trials like a possible configuration that train side by side at most. */
  public int together(Configuration configuration) {
    int most = spec.search().together();
    return most == SearchSettings.ALONE || ModelTools.backendObjection().isPresent()
        ? SearchSettings.ALONE
        : Companions.shape(plan.of(configuration), data)
            .map(shape -> Math.min(shape.mostLanes(Batches.SHARED), most))
            .orElse(SearchSettings.ALONE);
  }

  /** The scheduler of the search, whose decisions are functions of the history. */
  Scheduler scheduler() {
    Scheduler scheduler = unguarded();
    return new Scheduler() {
      @Override
      public Decision decide(History history) {
        try {
          return scheduler.decide(history);
        } catch (ConstraintException constraint) {
          throw new ConfigurationException("search.constraints: " + constraint.getMessage());
        }
      }

      @Override
      public Optional<EpochRule> epochRule(History history) {
        return scheduler.epochRule(history);
      }
    };
  }

  private Scheduler unguarded() {
    return Schedulers.of(spec.space(), spec.search(), this);
  }

  /** What the scheduler makes of the trials, for a person; empty where all train to their end. */
  public Optional<String> outlook(long trials) {
    return unguarded().outlook(spec.objective(), trials);
  }

  /** Epochs at which trials of a new run are compared, rising; none where they never are. */
  List<Integer> rungs() {
    return unguarded().rungs();
  }

  private Searcher searcher() {
    return Schedulers.searcher(spec.space(), spec.search());
  }

  /** Epochs that a configuration trains for, unless its loss settles earlier. */
  @Override
  public int epochs(Configuration configuration) {
    return plan.of(configuration).training().epochsOn(trainedOn);
  }

  @Override
  public int longest() {
    return Probes.sample(spec.space()).stream().mapToInt(this::epochsOrNone).max().orElse(1);
  }

  private int epochsOrNone(Configuration configuration) {
    try {
      return epochs(configuration);
    } catch (ImpossibleModelException impossible) {
      return 1;
    }
  }

  /** Weights and updater state, in single precision, of every fold and repeat. */
  @Override
  public long checkpointBytes(Configuration configuration) {
    int arrays = 1 + plan.of(configuration).training().updater().states();
    int trainings = Math.max(1, folds) * spec.judgement().repeats();
    return Float.BYTES * shapes(configuration).parameters() * arrays * trainings;
  }

  @Override
  public Optional<String> impossible(Configuration configuration) {
    try {
      shapes(configuration);
      return Optional.empty();
    } catch (ImpossibleModelException impossible) {
      return Optional.of(String.valueOf(impossible.getMessage()));
    }
  }
}
