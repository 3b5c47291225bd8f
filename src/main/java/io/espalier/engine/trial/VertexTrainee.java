package io.espalier.engine.trial;

import io.espalier.data.Augmenter;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.OwnNetworks;
import io.espalier.engine.models.Release;
import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph of vertices of the user's own in training, by DL4J's {@code fit}. What a step saw is read
 * from the pass that it makes.
 */
final class VertexTrainee implements Trainee {
  private final ComputationGraph network;
  private final PreparedData data;
  private final Targets targets;
  private final Criterion criterion;
  private final Criterion trained;
  private final BatchLoss loss;
  private final Segment segment;
  private final long experimentSeed;
  private final BatchSource batches;
  private final VertexOutputs outputs;
  private final ArrayClip clip;
  private Batch batch = new Batch(Nd4j.empty(), new int[0], 0, 0);
  private INDArray labels = Nd4j.empty();
  private long epochSeed;
  private double[] seen = {};

  private VertexTrainee(
      TrainingPlan plan, ComputationGraph network, PreparedData data, Segment segment) {
    this.network = network;
    this.segment = segment;
    experimentSeed = plan.seed();
    this.data = data;
    targets = data.dataset().targets();
    criterion = Criterion.of(segment.model(), targets);
    trained = Criterion.trained(segment.model(), targets, segment.training());
    if (trained instanceof Criterion.Weighted weighted
        && weighted.unweighted() instanceof OwnLoss) {
      throw new IllegalArgumentException(
          "classes are not weighed in a graph of vertices with a loss of its own");
    }
    loss = new BatchLoss(trained, targets);
    batches = new BatchSource(data, segment.model());
    outputs = new VertexOutputs(network);
    clip = clip(network, segment);
    network.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onForwardPass(Model model, Map<String, INDArray> activations) {
            seen = Outputs.read(outputs.of(activations));
            weigh();
          }

          /** DL4J divides them by the batch's examples afterwards. */
          @Override
          public void onGradientCalculation(Model model) {
            boolean divided = network.getConfiguration().getDefaultConfiguration().isMiniBatch();
            clip.apply(divided ? model.batchSize() : 1);
          }
        });
  }

  private static ArrayClip clip(ComputationGraph network, Segment segment) {
    if (network.getFlattenedGradients() == null) {
      network.initGradientsView();
    }
    return new ArrayClip(
        network.getFlattenedGradients(), network.getUpdater(), segment.training().gradientClip());
  }

  static VertexTrainee of(TrainingPlan plan, PreparedData data, Segment segment)
      throws IOException {
    ComputationGraph network =
        segment.start().network().exists()
            ? ModelFiles.loadGraph(segment.start().network())
            : OwnNetworks.graph(
                segment.model(),
                segment.training(),
                plan.input(),
                plan.outputs(),
                plan.task(),
                segment.seed());
    try {
      return new VertexTrainee(plan, network, data, segment);
    } catch (RuntimeException | Error failure) {
      Release.network(network);
      throw failure;
    }
  }

  @Override
  public long trainableNumbers() {
    return Networks.trainableNumbers(network);
  }

  @Override
  public void beginEpoch(int epoch, double rate, long dropoutSeed) {
    epochSeed = Augmenter.seed(experimentSeed, segment.repeat(), segment.fold(), epoch);
    network.getConfiguration().setEpochCount(epoch);
    LayerwiseUpdate.learningRate(network.getLayers(), rate);
    Nd4j.getRandom().setSeed(dropoutSeed);
  }

  @Override
  public StepResult step(int[] order, int from, int examples) {
    batch = batches.training(order, from, examples, epochSeed);
    labels = labels();
    network.fit(new INDArray[] {batch.inputs()}, new INDArray[] {labels});
    return loss.measure(seen, order, from, examples, new double[seen.length]);
  }

  /** Classes one-hot or smoothed, or numbers as they are scaled. */
  private INDArray labels() {
    int width = targets.outputs();
    double[] wanted = new double[batch.examples() * width];
    for (int i = 0; i < batch.examples(); i++) {
      for (int j = 0; j < width; j++) {
        wanted[i * width + j] = trained.target(batch.row(i), j);
      }
    }
    long[] shape = {batch.examples(), width};
    return Outputs.write(wanted, shape, batch.inputs().dataType());
  }

  /**
   * DL4J knows no weights of examples: a mask would weigh what reaches hidden layers twice. Its
   * gradient by an output is the activation a less the label t, or that times a number, which for t
   * + (1 − w)·(a − t) in place of the label is w times as large.
   */
  private void weigh() {
    if (!(trained instanceof Criterion.Weighted)) {
      return;
    }
    double[] activated = new double[targets.outputs()];
    for (int i = 0; i < batch.examples(); i++) {
      trained.activate(seen, i * activated.length, activated);
      double rest = 1 - trained.weight(batch.row(i));
      for (int j = 0; j < activated.length; j++) {
        double target = trained.target(batch.row(i), j);
        labels.putScalar(i, j, target + rest * (activated[j] - target));
      }
    }
  }

  @Override
  public void endEpoch(int epoch) {
    network.getConfiguration().setEpochCount(epoch + 1);
  }

  @Override
  public INDArray weights() {
    return network.params();
  }

  @Override
  public double brokenWeight() {
    return Outputs.notFinite(network.params());
  }

  @Override
  public Evaluation evaluate(Part part, List<Metric> metrics) {
    int[] rows = data.split().rows(part);
    Score score = Score.of(part, rows, targets, criterion, metrics);
    int size = Evaluator.batchSize(data.dataset().shape().size());
    for (int from = 0; from < rows.length; from += size) {
      Batch measured = batches.batch(rows, from, Math.min(size, rows.length - from));
      double[] numbers = outputs.of(measured.inputs());
      double[] unused = new double[numbers.length];
      for (int i = 0; i < measured.examples(); i++) {
        int at = i * targets.outputs();
        double exampleLoss = criterion.loss(numbers, at, measured.row(i), unused);
        score.add(exampleLoss, numbers, at, measured.row(i));
      }
    }
    return score.evaluation(part);
  }

  @Override
  public void save(CheckpointRef target) throws IOException {
    ModelFiles.save(network, target);
  }

  @Override
  public double dataSeconds() {
    return batches.seconds();
  }

  @Override
  public void close() {
    batches.close();
    Release.network(network);
  }
}
