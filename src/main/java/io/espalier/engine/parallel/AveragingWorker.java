package io.espalier.engine.parallel;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.FailureText;
import io.espalier.engine.trial.Replica;
import io.espalier.engine.trial.Workers.RoundLoss;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.dataset.api.DataSet;

/** dl4j-spark's worker, taking the steps that a training in one process takes. */
final class AveragingWorker extends ParameterAveragingTrainingWorker {
  private static final long serialVersionUID = 1L;

  private final Broadcast<PreparedData> data;
  private final Broadcast<Form> form;
  private final Broadcast<RoundStart> start;
  private final WorkerConfiguration configuration;
  private transient @Nullable Replica replica;
  private transient double lossSum;
  private transient int correct;

  AveragingWorker(
      Broadcast<PreparedData> data,
      Broadcast<Form> form,
      Broadcast<RoundStart> start,
      WorkerConfiguration configuration) {
    super(null, true, configuration, List.of(), List.of(), null);
    this.data = data;
    this.form = form;
    this.start = start;
    this.configuration = configuration;
  }

  @Override
  public WorkerConfiguration getDataConfiguration() {
    return configuration;
  }

  /** Makes the copy with the first batch: what goes wrong can be told only as a share. */
  @Override
  public @Nullable MultiLayerNetwork getInitialModel() {
    return null;
  }

  private Replica replica() {
    Replica copy = replica;
    if (copy == null) {
      RoundStart round = start.value();
      Form same = form.value();
      copy =
          new Replica(
              same.configuration(),
              same.model(),
              same.training(),
              data.value(),
              round.weights(),
              same.inLanes());
      replica = copy;
      Replica made = copy;
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> made.close());
      copy.train(round.updaterState(), round.iterations(), round.learningRate());
    }
    return copy;
  }

  /** Trains on a batch; anything returned but null ends the share. */
  @Override
  public @Nullable ShareResult processMinibatch(
      DataSet batch, @Nullable MultiLayerNetwork none, boolean isLast) {
    if (TaskContext.get().isInterrupted()) {
      throw new TaskKilledException("the task was killed while it trained");
    }
    try {
      RoundLoss loss = replica().step((org.nd4j.linalg.dataset.DataSet) batch);
      lossSum += loss.sum();
      correct += loss.correct();
      return ended(isLast) ? new ShareResult(share()) : null;
    } catch (Exception | OutOfMemoryError | LinkageError failure) {
      return new ShareResult(Share.failed(FailureText.line(failure), FailureText.trace(failure)));
    }
  }

  private boolean ended(boolean isLast) {
    return isLast || !Double.isFinite(lossSum);
  }

  private Share share() {
    RoundLoss loss = new RoundLoss(lossSum, correct);
    Replica copy = replica();
    return Double.isFinite(lossSum)
        ? Share.trained(copy.weights(), copy.updaterState(), copy.iterations(), loss)
        : Share.diverged(loss);
  }
}
