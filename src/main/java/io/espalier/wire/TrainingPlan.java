package io.espalier.wire;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all assignments of a run have in common; broadcast once.
 *
 * @param seed the experiment's seed, from which shuffles draw
 * @param outputs classes, or numbers to predict
 * @param trainMeasure whether training metrics are a mean over the epoch's steps or a full pass
 * @param metrics what the validation part is measured by beside what it always is
 * @param mostTogether trials that train side by side at most, where their shapes agree; at least 1,
 *     which is by the ordinary step
 * @param monitored by what early stopping tells epochs apart
 * @param own metrics of the user's own, by which validation and test part are measured
 */
public record TrainingPlan(
    String experiment,
    long seed,
    Task task,
    InputShape input,
    int outputs,
    TrainMeasure trainMeasure,
    List<Metric> metrics,
    int mostTogether,
    Monitored monitored,
    List<OwnMetric> own)
    implements Serializable {
  /** For {@code mostTogether}: as many as their shape allows. */
  public static final int ANY = Integer.MAX_VALUE;

  /** For {@code mostTogether}: one after another. */
  public static final int ALONE = 1;

  /** Most predicted numbers, 16 MB, that a test part holds at once for metrics nobody asked for. */
  static final int MOST_UNASKED = 1 << 22;

  /** Where {@code train_loss} and {@code train_accuracy} come from. */
  public enum TrainMeasure {
    /** The mean over the epoch's steps, weighted by examples. */
    STEPS,
    /** A full pass after the epoch. */
    FULL
  }

  public TrainingPlan {
    Check.positive("outputs", outputs);
    Check.positive("trials trained side by side", mostTogether);
    metrics = List.copyOf(metrics);
    own = List.copyOf(own);
    for (Metric metric : metrics) {
      Check.that(
          metric.fits(task, outputs),
          "%s is no metric of %s with %d outputs",
          metric.word(),
          task,
          outputs);
    }
  }

  /** A plan without metrics of the user's own. */
  public TrainingPlan(
      String experiment,
      long seed,
      Task task,
      InputShape input,
      int outputs,
      TrainMeasure trainMeasure,
      List<Metric> metrics,
      int mostTogether,
      Monitored monitored) {
    this(
        experiment,
        seed,
        task,
        input,
        outputs,
        trainMeasure,
        metrics,
        mostTogether,
        monitored,
        List.of());
  }

  /** A plan by which no training is stopped early. */
  public TrainingPlan(
      String experiment,
      long seed,
      Task task,
      InputShape input,
      int outputs,
      TrainMeasure trainMeasure,
      List<Metric> metrics,
      int mostTogether) {
    this(
        experiment,
        seed,
        task,
        input,
        outputs,
        trainMeasure,
        metrics,
        mostTogether,
        Monitored.NOTHING);
  }

  /** A plan by which trials train one after another. */
  public TrainingPlan(
      String experiment,
      long seed,
      Task task,
      InputShape input,
      int outputs,
      TrainMeasure trainMeasure,
      List<Metric> metrics) {
    this(experiment, seed, task, input, outputs, trainMeasure, metrics, ALONE);
  }

  /** The same plan with so many trials side by side at most. */
  public TrainingPlan withMostTogether(int most) {
    return new TrainingPlan(
        experiment, seed, task, input, outputs, trainMeasure, metrics, most, monitored, own);
  }

  /** The same plan, by which early stopping tells epochs apart. */
  public TrainingPlan withMonitored(Monitored other) {
    return new TrainingPlan(
        experiment, seed, task, input, outputs, trainMeasure, metrics, mostTogether, other, own);
  }

  /** The same plan with metrics of the user's own. */
  public TrainingPlan withOwn(List<OwnMetric> others) {
    return new TrainingPlan(
        experiment,
        seed,
        task,
        input,
        outputs,
        trainMeasure,
        metrics,
        mostTogether,
        monitored,
        others);
  }

  /** A plan that measures what is always measured. */
  public TrainingPlan(
      String experiment,
      long seed,
      Task task,
      InputShape input,
      int outputs,
      TrainMeasure trainMeasure) {
    this(experiment, seed, task, input, outputs, trainMeasure, List.of());
  }

  /** What the training part is measured by where it is measured in a full pass. */
  public List<Metric> ofTraining() {
    return fitting(Stream.of(Metric.LOSS, Metric.ACCURACY));
  }

  /** What the validation part is measured by, beside metrics of the user's own. */
  public List<Metric> ofValidation() {
    return fitting(
        Stream.of(Metric.values()).filter(each -> each.always() || metrics.contains(each)));
  }

  /**
   * What the test part is measured by: all that fits, but what costs much memory only if it was
   * asked for.
   *
   * @param examples of the test part
   */
  public List<Metric> ofTest(int examples) {
    boolean few = (long) examples * outputs <= MOST_UNASKED;
    return fitting(
        Stream.of(Metric.values())
            .filter(each -> few || !each.needsWhole() || metrics.contains(each)));
  }

  private List<Metric> fitting(Stream<Metric> candidates) {
    return candidates.filter(each -> each.fits(task, outputs)).toList();
  }
}
