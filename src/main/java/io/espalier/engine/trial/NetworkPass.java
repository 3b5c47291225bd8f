package io.espalier.engine.trial;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * The way forward and back through a network's layers. The output layer is done here: {@code
 * MultiLayerNetwork.fit} computes its product three times and keeps neither outputs nor a loss
 * without penalties. All arrays live in one workspace, see {@link #inWorkspace}.
 */
final class NetworkPass {
  private static final String WORKSPACE = "ESPALIER_PASS";

  /** What a recurrent layer works in, step by step of a sequence. */
  private static final String STEP_WORKSPACE = "ESPALIER_SEQUENCE_STEP";

  static final WorkspaceConfiguration ARENA =
      WorkspaceConfiguration.builder()
          .initialSize(0)
          .overallocationLimit(0.05)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .policyReset(ResetPolicy.BLOCK_LEFT)
          .policySpill(SpillPolicy.REALLOCATE)
          .build();

  /** Dimensions of a batch of sequences, {@code [batch, features, steps]}. */
  private static final int SEQUENCES = 3;

  private final MultiLayerNetwork network;
  private final Layer[] layers;
  private final int last;
  private final int firstTrained;
  private final LayerWorkspaceMgr arrays =
      LayerWorkspaceMgr.builder()
          .defaultWorkspace(WORKSPACE, ARENA)
          .with(ArrayType.RNN_FF_LOOP_WORKING_MEM, STEP_WORKSPACE, ARENA)
          .with(ArrayType.RNN_BP_LOOP_WORKING_MEM, STEP_WORKSPACE, ARENA)
          .build();
  private final INDArray outputWeights;
  private final INDArray outputBias;
  private INDArray outputInput = Nd4j.empty();

  NetworkPass(MultiLayerNetwork network) {
    this.network = network;
    layers = network.getLayers();
    last = layers.length - 1;
    firstTrained = firstTrained();
    outputWeights = layers[last].getParam(DefaultParamInitializer.WEIGHT_KEY);
    outputBias = layers[last].getParam(DefaultParamInitializer.BIAS_KEY);
  }

  private int firstTrained() {
    int first = 0;
    while (layers[first].numParams() == 0) {
      first++;
    }
    return first;
  }

  /** Runs work whose arrays all live in the pass's workspace and die with it. */
  static <T> T inWorkspace(Supplier<T> work) {
    return inWorkspace(WORKSPACE, work);
  }

  /** The same in a workspace of another name, which may lie within one. */
  @SuppressWarnings("try") // the workspace is meant by being open, not by name
  static <T> T inWorkspace(String name, Supplier<T> work) {
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(ARENA, name)) {
      return work.get();
    }
  }

  /** The outputs before the output layer's activation, {@code [batch, outputs]}. */
  INDArray forward(INDArray inputs, boolean training) {
    int examples = (int) inputs.size(0);
    network.setInputMiniBatchSize(examples);
    INDArray activations = inputs.rank() == SEQUENCES ? masked(inputs) : inputs;
    for (int i = 0; i < last; i++) {
      activations = layers[i].activate(before(i, activations, examples), training, arrays);
    }
    outputInput = before(last, activations, examples);
    return outputInput.mmul(outputWeights).addiRowVector(outputBias);
  }

  /** Tells all layers which steps there are, and puts zeros in the place of the others. */
  private INDArray masked(INDArray sequences) {
    INDArray first = sequences.get(all(), point(0), all()).dup('c');
    INDArray there = first.eq(first).castTo(sequences.dataType()); // NaN equals nothing
    there.getColumn(0).assign(1); // of a sequence that is missing as a whole, too
    network.setLayerMaskArrays(there, null);
    for (Layer layer : layers) {
      if (layer instanceof DropoutLayer) {
        layer.setMaskArray(null); // which it could apply to matrices only
      }
    }
    INDArray zeroed = sequences.dup('f');
    BooleanIndexing.replaceWhere(zeroed, 0, Conditions.isNan());
    return zeroed;
  }

  private INDArray before(int layer, INDArray activations, int examples) {
    InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(layer);
    return reshape == null ? activations : reshape.preProcess(activations, examples, arrays);
  }

  /**
   * Writes the gradients of the batch's summed loss into the network's gradient array.
   *
   * @param delta the summed loss's gradient by the outputs, {@code [batch, outputs]}
   */
  void backward(INDArray delta) {
    Map<String, INDArray> gradients = outputGradients();
    Nd4j.gemm(
        outputInput,
        delta,
        gradients.get(DefaultParamInitializer.WEIGHT_KEY),
        true,
        false,
        1.0,
        0.0);
    delta.sum(gradients.get(DefaultParamInitializer.BIAS_KEY), 0);
    if (firstTrained == last) {
      return;
    }
    int examples = (int) delta.size(0);
    INDArray epsilon = behind(last, delta.mmul(outputWeights.transpose()), examples);
    for (int i = last - 1; i >= firstTrained; i--) {
      epsilon = behind(i, layers[i].backpropGradient(epsilon, arrays).getSecond(), examples);
    }
  }

  private INDArray behind(int layer, INDArray epsilon, int examples) {
    InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(layer);
    return reshape == null ? epsilon : reshape.backprop(epsilon, examples, arrays);
  }

  private Map<String, INDArray> outputGradients() {
    return layers[last]
        .conf()
        .getLayer()
        .initializer()
        .getGradientsFromFlattened(layers[last].conf(), layers[last].getGradientsViewArray());
  }
}
