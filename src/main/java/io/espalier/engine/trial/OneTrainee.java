package io.espalier.engine.trial;

import io.espalier.engine.trial.TrainingStep.StepResult;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.Part;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;

/** A network that trains alone. */
record OneTrainee(Trainee trainee) implements Trainees {
  @Override
  public int batchesPerStep() {
    return trainee.batchesPerStep();
  }

  @Override
  public long trainableNumbers() {
    return trainee.trainableNumbers();
  }

  @Override
  public void beginEpoch(int epoch, double[] rates, long[] dropoutSeeds) {
    trainee.beginEpoch(epoch, rates[0], dropoutSeeds[0]);
  }

  @Override
  public List<StepResult> step(int[][] orders, int from, int examples) {
    return List.of(trainee.step(orders[0], from, examples));
  }

  @Override
  public SortedMap<String, Double> measurements(int index) {
    return trainee.measurements();
  }

  @Override
  public void endEpoch(int epoch) {
    trainee.endEpoch(epoch);
  }

  @Override
  public float[] weights(int index) {
    return Replica.read(trainee.weights());
  }

  @Override
  public void weights(int index, float[] numbers) {
    Replica.write(numbers, trainee.weights());
  }

  @Override
  public double brokenWeight(int index) {
    return trainee.brokenWeight();
  }

  @Override
  public List<Evaluation> evaluate(Part part, Measures measures) {
    return List.of(trainee.evaluate(part, measures));
  }

  @Override
  public void save(int index, CheckpointRef target) throws IOException {
    trainee.save(target);
  }

  @Override
  public double dataSeconds() {
    return trainee.dataSeconds();
  }

  @Override
  public Trainees only(List<Integer> stay) {
    return this;
  }

  @Override
  public void close() {
    trainee.close();
  }
}
