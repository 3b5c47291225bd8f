package io.espalier.engine.lanes;

import io.espalier.engine.graphs.ElementFunction;
import io.espalier.engine.step.FlatParameter;
import io.espalier.engine.step.MaskSource;
import io.espalier.engine.step.Penalty;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;

/**
 * Networks of one {@link LaneShape} that train side by side, one in each lane, on the same batches
 * or each on its own. Their own arrays are read when this is made and written by {@link #store}.
 * Not thread-safe.
 */
public final class DenseLanes {
  private final List<MultiLayerNetwork> networks;
  private final LaneNumbers numbers;
  private final LaneUpdate update;
  private final List<MaskSource> masks = new ArrayList<>();
  private final List<LaneStage> stages = new ArrayList<>();
  private final LaneRows inputs;
  private LaneRows outputs;
  private int firstTrained;
  private int iteration;

  /**
   * The networks as they are.
   *
   * @param models what each is made from
   * @throws IllegalArgumentException if the networks have taken different numbers of steps
   */
  public DenseLanes(List<MultiLayerNetwork> networks, List<ModelSpec> models, int inputCount) {
    this.networks = List.copyOf(networks);
    int lanes = networks.size();
    iteration = networks.get(0).getIterationCount();
    List<List<FlatParameter>> stretches = networks.stream().map(DenseLanes::stretches).toList();
    numbers = new LaneNumbers(parts(stretches.get(0), models.get(0), inputCount, lanes));
    update = new LaneUpdate(numbers, penalties(stretches));
    inputs = new LaneRows(inputCount, lanes);
    outputs = inputs;
    for (int lane = 0; lane < lanes; lane++) {
      if (networks.get(lane).getIterationCount() != iteration) {
        throw new IllegalArgumentException("lanes that have taken different numbers of steps");
      }
      masks.add(new MaskSource());
      numbers.load(networks.get(lane), lane);
    }
    addStages(models, inputCount);
  }

  private static List<FlatParameter> stretches(MultiLayerNetwork network) {
    List<FlatParameter> all = FlatParameter.of((BaseMultiLayerUpdater<?>) network.getUpdater());
    return all.stream().sorted(Comparator.comparingInt(FlatParameter::from)).toList();
  }

  /** Weights and biases, layer by layer. */
  private static List<LaneNumbers.Part> parts(
      List<FlatParameter> stretches, ModelSpec model, int inputCount, int lanes) {
    List<LaneNumbers.Part> parts = new ArrayList<>();
    int in = inputCount;
    for (LayerSpec layer : model.layers()) {
      if (layer instanceof LayerSpec.Dense dense) {
        parts.add(LaneNumbers.Part.of(stretches.get(parts.size()), in, lanes));
        parts.add(LaneNumbers.Part.of(stretches.get(parts.size()), 1, lanes));
        in = dense.units();
      }
    }
    parts.add(LaneNumbers.Part.of(stretches.get(parts.size()), in, lanes));
    parts.add(LaneNumbers.Part.of(stretches.get(parts.size()), 1, lanes));
    return parts;
  }

  private static Penalty[][] penalties(List<List<FlatParameter>> stretches) {
    Penalty[][] penalties = new Penalty[stretches.get(0).size()][stretches.size()];
    for (int part = 0; part < penalties.length; part++) {
      for (int lane = 0; lane < stretches.size(); lane++) {
        penalties[part][lane] = stretches.get(lane).get(part).penalty();
      }
    }
    return penalties;
  }

  private void addStages(List<ModelSpec> models, int inputCount) {
    int units = inputCount;
    List<LayerSpec> layers = models.get(0).layers();
    for (int i = 0; i < layers.size(); i++) {
      int index = i;
      if (layers.get(i) instanceof LayerSpec.Dense dense) {
        addDense();
        units = dense.units();
        if (dense.activation() != Activation.IDENTITY) {
          ElementFunction function = ElementFunction.of(dense.activation());
          stages.add(new LaneActivation(function, units, numbers.lanes()));
        }
      } else {
        double[] keeps =
            models.stream()
                .mapToDouble(model -> 1 - ((LayerSpec.Dropout) model.layers().get(index)).rate())
                .toArray();
        stages.add(new LaneDropout(masks, keeps, units));
      }
    }
    addDense();
  }

  private void addDense() {
    int before = (int) stages.stream().filter(LaneDense.class::isInstance).count();
    firstTrained = before == 0 ? stages.size() : firstTrained;
    LaneNumbers.Part weights = numbers.parts().get(2 * before);
    stages.add(new LaneDense(weights, numbers.parts().get(2 * before + 1)));
  }

  /** Sets where a lane's dropout draws from; nothing drawn before has an influence after. */
  public void reseed(int lane, long seed) {
    masks.get(lane).reseed(seed);
  }

  /**
   * Takes a batch forward; {@link #read} gives the outputs.
   *
   * @param batches normalised inputs, row by row: one batch for all lanes, or one for each
   * @param training whether numbers are dropped
   */
  public void forward(float[][] batches, int examples, boolean training) {
    int first = 0;
    LaneRows rows = inputs;
    if (batches.length == 1 && (firstTrained == 0 || !training)) {
      rows = ((LaneDense) stages.get(firstTrained)).forward(batches[0], examples);
      first = firstTrained + 1;
    } else {
      inputs.spread(batches, examples);
    }
    for (LaneStage stage : stages.subList(first, stages.size())) {
      rows = stage.forward(rows, examples, training);
    }
    outputs = rows;
  }

  /**
   * The outputs before the output layer's activation.
   *
   * @param target receives of each output {@code [examples, lanes]}
   */
  public void read(int examples, double[][] target) {
    LaneMatrix all = outputs.numbers();
    for (int unit = 0; unit < all.units(); unit++) {
      int from = all.at(unit);
      for (int row = 0, i = 0; row < examples; row++) {
        float[] source = all.row(row, unit);
        for (int at = from; at < from + all.lanes(); at++, i++) {
          target[unit][i] = source[at];
        }
      }
    }
  }

  /** Sets the loss's gradient by the outputs, shaped as they are; {@link #step} takes it back. */
  public void delta(int examples, double[][] gradient) {
    LaneMatrix all = outputs.delta();
    for (int unit = 0; unit < all.units(); unit++) {
      int from = all.at(unit);
      for (int row = 0, i = 0; row < examples; row++) {
        float[] target = all.row(row, unit);
        for (int at = from; at < from + all.lanes(); at++, i++) {
          target[at] = (float) gradient[unit][i];
        }
      }
    }
  }

  /**
   * Takes a step on what went forward last, in training.
   *
   * @param learningRates one for each lane
   */
  public void step(int examples, double[] learningRates) {
    for (int i = stages.size() - 1; i >= firstTrained; i--) {
      stages.get(i).backward(examples, i > firstTrained);
    }
    update.step(learningRates, iteration);
    iteration++;
  }

  /** Reads what a lane's network has now. */
  public void load(int lane) {
    numbers.load(networks.get(lane), lane);
  }

  /** Gives a lane's weights, updater state and count of steps to its network. */
  public void store(int lane) {
    numbers.store(networks.get(lane), lane);
    networks.get(lane).setIterationCount(iteration);
  }

  /** NaN if there is one among a lane's weights, else infinity if there is one, else 0. */
  public double broken(int lane) {
    return numbers.broken(lane);
  }
}
