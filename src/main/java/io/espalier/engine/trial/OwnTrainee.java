package io.espalier.engine.trial;

import io.espalier.Trainable;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.models.OwnTrainable;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.SortedMap;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model of the user's own that trains by itself, epoch by epoch: its step is a whole epoch, and
 * the training loss is what it makes of the training part afterwards.
 */
final class OwnTrainee implements Trainee {
  /**
   * The least probability that a loss counts with, the distance between 1 and the next double: what
   * votes, as a forest, is sure of its errors, too.
   */
  private static final double LEAST_PROBABILITY = 0x1p-52;

  private final OwnTrainable model;
  private final PreparedData data;
  private final Targets targets;
  private final Criterion criterion;
  private final Rows training;
  private int epoch;

  /** Takes what was put out for an example. */
  private interface Taker {
    void take(double loss, double[] outputs, int row);
  }

  /** Examples as a model reads them. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Rows(PreparedData data, Criterion criterion, int[] rows)
      implements Trainable.Examples {
    @Override
    public int size() {
      return rows.length;
    }

    @Override
    public float[] features(int example) {
      float[] numbers = new float[data.dataset().shape().size()];
      data.fill(rows, example, 1, numbers);
      return numbers;
    }

    @Override
    public int label(int example) {
      if (data.dataset().targets() instanceof Targets.Classes classes) {
        return classes.labels()[rows[example]];
      }
      throw new IllegalStateException("numbers are to be predicted, which have no label");
    }

    @Override
    public double target(int example, int output) {
      return criterion.target(rows[example], output);
    }
  }

  private OwnTrainee(OwnTrainable model, PreparedData data, Segment segment) {
    this.model = model;
    this.data = data;
    targets = data.dataset().targets();
    criterion = Criterion.of(segment.model(), targets);
    training = new Rows(data, criterion, data.split().rows(segment.trainOn()));
  }

  static OwnTrainee of(TrainingPlan plan, PreparedData data, Segment segment) throws IOException {
    OwnTrainable model =
        segment.start().network().exists()
            ? OwnTrainable.read(segment.start().network())
            : OwnTrainable.create(
                segment.model(), plan.input(), plan.outputs(), plan.task(), segment.seed());
    return new OwnTrainee(model, data, segment);
  }

  @Override
  public int batchesPerStep() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long trainableNumbers() {
    return 0;
  }

  @Override
  public void beginEpoch(int trained, double rate, long dropoutSeed) {
    epoch = trained + 1;
  }

  @Override
  public StepResult step(int[] order, int from, int examples) {
    model.train(training, epoch);
    double[] lossSum = new double[1];
    int[] correct = new int[1];
    predict(
        training.rows(),
        (loss, outputs, row) -> {
          lossSum[0] += loss;
          correct[0] += isCorrect(outputs, row) ? 1 : 0;
        });
    return new StepResult(lossSum[0], correct[0], training.size());
  }

  private boolean isCorrect(double[] outputs, int row) {
    return targets instanceof Targets.Classes classes
        && Outputs.largest(outputs, 0, outputs.length) == classes.labels()[row];
  }

  @Override
  public SortedMap<String, Double> measurements() {
    return model.measurements();
  }

  @Override
  public void endEpoch(int trained) {}

  @Override
  public INDArray weights() {
    throw new IllegalStateException("a class of the user's own keeps its weights to itself");
  }

  @Override
  public double brokenWeight() {
    return 0;
  }

  @Override
  public Evaluation evaluate(Part part, Measures measures) {
    int[] rows = data.split().rows(part);
    Score score = Score.of(part, rows, targets, criterion, measures);
    predict(rows, (loss, outputs, row) -> score.add(loss, outputs, 0, row));
    return score.evaluation(part);
  }

  private void predict(int[] rows, Taker taker) {
    int size = data.dataset().shape().size();
    int most = Evaluator.batchSize(size);
    double[] unused = new double[targets.outputs()];
    for (int from = 0; from < rows.length; from += most) {
      float[][] features = new float[Math.min(most, rows.length - from)][size];
      for (int i = 0; i < features.length; i++) {
        data.fill(rows, from + i, 1, features[i]);
      }
      double[][] outputs = model.predict(features);
      for (int i = 0; i < outputs.length; i++) {
        double[] before = beforeActivation(outputs[i]);
        taker.take(criterion.loss(before, 0, rows[from + i], unused), before, rows[from + i]);
      }
    }
  }

  /** Probabilities as softmax makes them: it gives those back whose logarithms it is given. */
  private double[] beforeActivation(double[] outputs) {
    if (!criterion.probabilities()) {
      return outputs;
    }
    double[] logarithms = new double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      logarithms[i] = StrictMath.log(Math.max(outputs[i], LEAST_PROBABILITY));
    }
    return logarithms;
  }

  @Override
  public void save(CheckpointRef target) throws IOException {
    model.save(target);
  }

  @Override
  public double dataSeconds() {
    return 0;
  }

  @Override
  public void close() {
    model.close();
  }
}
