package io.espalier.driver.conf;

import io.espalier.Plan;
import io.espalier.RetrainSpec;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.driver.hocon.Problems;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.Configuration;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Value;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Puts a configuration's values in the places of the domains. Remembers models, and the last
 * answer: whoever asks whether a configuration is possible asks next how it trains. Thread-safe.
 */
final class ModelResolver implements Plan {
  private static final String MODEL = "model";

  /** Further ones are read anew. */
  private static final int MOST_MODELS = 1_000;

  private final SearchTree search;
  private final Node.Tree root;
  private final Task task;
  private final boolean withoutData;
  private final int batchSize;
  private final boolean dataParallel;
  private final Set<String> modelParameters;
  private final Map<SortedMap<String, Value>, ModelSpec> models = new ConcurrentHashMap<>();
  private volatile Optional<Answer> last = Optional.empty();

  /**
   * @param data that models learn from
   * @param batchSize examples per step where the file does not say
   * @param retrain whose mode must be able to train what is read
   */
  ModelResolver(SearchTree search, DataSpec data, int batchSize, RetrainSpec retrain, Place place) {
    this.search = search;
    this.task = data.source().task();
    this.withoutData = data.source() instanceof DataSource.NoData;
    this.batchSize = batchSize;
    this.modelParameters =
        search.slots().entrySet().stream()
            .filter(slot -> slot.getKey().equals(MODEL) || slot.getKey().startsWith(MODEL + "."))
            .map(slot -> slot.getValue().parameter().name())
            .collect(Collectors.toUnmodifiableSet());
    dataParallel = retrain.mode() instanceof RetrainSpec.DataParallel;
    this.root =
        new Node.Tree(
            new TreeMap<>(Map.of("model", search.model(), "training", search.training())), place);
  }

  /**
   * What a configuration trains.
   *
   * @throws ImpossibleModelException if its values do not go together
   * @throws IllegalArgumentException if it is no configuration of this experiment
   */
  @Override
  public TrialPlan of(Configuration configuration) {
    Optional<Answer> before = last;
    if (before.isPresent() && before.get().configuration().equals(configuration)) {
      return before.get().resolved();
    }
    TrialPlan resolved = resolve(configuration);
    last = Optional.of(new Answer(configuration, resolved));
    return resolved;
  }

  private record Answer(Configuration configuration, TrialPlan resolved) {}

  private TrialPlan resolve(Configuration configuration) {
    Problems problems = new Problems();
    TrialPlan resolved = read(configuration, problems);
    if (!problems.isEmpty()) {
      throw new ImpossibleModelException(problems.lines().get(0));
    }
    return resolved;
  }

  /** As {@link #of}, with problems of single values collected. */
  TrialPlan read(Configuration configuration, Problems problems) {
    Section section = new Section(new Reading(problems, search.slots(), configuration), root, "");
    TrainingSpec training = TrainingReader.read(section.section("training"), batchSize);
    ModelSpec model = model(section, configuration, problems);
    if (model.kind() == ModelSpec.Kind.FUNCTION && !withoutData) {
      section
          .section(MODEL)
          .problem(
              "kind", "a function is no branch of a choice; set model.kind = function for all");
    }
    if (model.kind() == ModelSpec.Kind.TRAINABLE) {
      training = TrainingReader.byItself(section.section("training"), training);
    }
    if (dataParallel) {
      checkDivisible(section, model, training);
    }
    TrialPlan resolved = new TrialPlan(model, training);
    resolved
        .smoothingObjection()
        .ifPresent(why -> section.section("training").problem("label-smoothing", why));
    return resolved;
  }

  /** Rows that differ in their training alone share a model, which is read once. */
  private ModelSpec model(Section section, Configuration configuration, Problems problems) {
    TreeMap<String, Value> own = new TreeMap<>(configuration.values());
    own.keySet().retainAll(modelParameters);
    Optional<ModelSpec> known = Optional.ofNullable(models.get(own));
    if (known.isPresent()) {
      return known.get();
    }
    int before = problems.size();
    ModelSpec model = ModelReader.read(section.section("model"), task);
    if (problems.size() == before && models.size() < MOST_MODELS) {
      models.put(own, model);
    }
    return model;
  }

  /** What cannot be shared among workers is refused before anything trains. */
  private static void checkDivisible(Section section, ModelSpec model, TrainingSpec training) {
    if (model.kind() == ModelSpec.Kind.GCN) {
      section
          .section("model")
          .problem(
              "kind", "gcn does not train with retrain.mode = data-parallel; single is accepted");
    } else if (model.kind() == ModelSpec.Kind.TRAINABLE) {
      section
          .section("model")
          .problem(
              "kind",
              "trainable does not train with retrain.mode = data-parallel; single is accepted");
    } else if (ClassReader.isGraph(model)) {
      section
          .section("model")
          .problem(
              "class",
              "a graph of vertices does not train with retrain.mode = data-parallel; single is"
                  + " accepted");
    } else if (model.hasBlocks()) {
      section
          .section("model")
          .problem(
              "layers",
              "a network with residual blocks does not train with retrain.mode = data-parallel;"
                  + " single is accepted");
    } else if (training.batchSize() == TrainingSpec.WHOLE_PART) {
      section
          .section("training")
          .problem(
              "batch-size",
              "all is one step per epoch, which retrain.mode = data-parallel cannot share among"
                  + " workers; accepted is a whole number, or retrain.mode = single");
    }
  }
}
