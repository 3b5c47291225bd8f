package io.espalier.engine.trial;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import io.espalier.engine.step.Network;
import io.espalier.engine.step.NetworkNode;
import io.espalier.model.CodeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.IActivation;
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
 * The way forward and back by DL4J's own layers and vertices. The output layer is done here: DL4J's
 * {@code fit} computes its product three times and keeps neither outputs nor a loss without
 * penalties. All arrays live in one workspace, see {@link #inWorkspace}.
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

  private final Network network;
  private final List<NetworkNode> nodes;
  private final List<Boolean> trained;
  private final int last;
  private final NetworkNode.OfLayer output;
  private final LayerWorkspaceMgr arrays =
      LayerWorkspaceMgr.builder()
          .defaultWorkspace(WORKSPACE, ARENA)
          .with(ArrayType.RNN_FF_LOOP_WORKING_MEM, STEP_WORKSPACE, ARENA)
          .with(ArrayType.RNN_BP_LOOP_WORKING_MEM, STEP_WORKSPACE, ARENA)
          .build();
  private final INDArray outputWeights;
  private final INDArray outputBias;
  private INDArray outputInput = Nd4j.empty();

  /** Layers that get matrices, for all that DL4J would reshape their inputs. */
  private final Set<Layer> matrices = Collections.newSetFromMap(new IdentityHashMap<>());

  NetworkPass(Model model) {
    network = Network.of(model);
    nodes = network.nodes();
    trained = NetworkNode.trained(nodes);
    last = nodes.size() - 1;
    output = (NetworkNode.OfLayer) nodes.get(last);
    outputWeights = output.layer().getParam(DefaultParamInitializer.WEIGHT_KEY);
    outputBias = output.layer().getParam(DefaultParamInitializer.BIAS_KEY);
  }

  /** What the output layer does to what {@link #forward} gives. */
  IActivation outputActivation() {
    return ((BaseLayer) output.layer().conf().getLayer()).getActivationFn();
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
    network.meets(inputs);
    INDArray given = inputs.rank() == SEQUENCES ? masked(inputs) : inputs;
    List<INDArray> outputs = new ArrayList<>();
    for (NetworkNode node : nodes) {
      List<INDArray> taken =
          node.takes().stream()
              .map(index -> index == NetworkNode.INPUTS ? given : outputs.get(index))
              .toList();
      if (outputs.size() == last) {
        outputInput = dropped(before(output, taken.get(0)), training);
      } else {
        outputs.add(outputs(node, taken, training));
      }
    }
    return outputInput.mmul(outputWeights).addiRowVector(outputBias);
  }

  private INDArray outputs(NetworkNode node, List<INDArray> taken, boolean training) {
    if (node instanceof NetworkNode.OfLayer layer) {
      layer.layer().setIterationCount(network.iterations());
      layer.layer().setEpochCount(network.epochs());
      return layer.layer().activate(before(layer, taken.get(0)), training, arrays);
    }
    GraphVertex vertex = ((NetworkNode.OfVertex) node).vertex();
    for (int i = 0; i < taken.size(); i++) {
      vertex.setInput(i, taken.get(i), arrays);
    }
    return vertex.doForward(training, arrays);
  }

  private INDArray before(NetworkNode.OfLayer layer, INDArray activations) {
    boolean already = isMatrixAlready(layer, activations);
    if (already) {
      matrices.add(layer.layer());
    }
    return layer
        .reshape()
        .filter(reshape -> !already)
        .map(reshape -> reshape.preProcess(activations, (int) activations.size(0), arrays))
        .orElse(activations);
  }

  /** DL4J takes what is behind dropout of pooled sequences for sequences still. */
  private static boolean isMatrixAlready(NetworkNode.OfLayer layer, INDArray activations) {
    return activations.rank() < SEQUENCES
        && layer.reshape().filter(RnnToFeedForwardPreProcessor.class::isInstance).isPresent();
  }

  /** Drops inputs of the output layer, where it asks for that. */
  private INDArray dropped(INDArray inputs, boolean training) {
    IDropout dropout = output.layer().conf().getLayer().getIDropout();
    return training && dropout != null
        ? dropout.applyDropout(
            inputs, inputs.ulike(), network.iterations(), network.epochs(), arrays)
        : inputs;
  }

  /** Tells all layers which steps there are, and puts zeros in the place of the others. */
  private INDArray masked(INDArray sequences) {
    INDArray first = sequences.get(all(), point(0), all()).dup('c');
    INDArray there = first.eq(first).castTo(sequences.dataType()); // NaN equals nothing
    there.getColumn(0).assign(1); // of a sequence that is missing as a whole, too
    if (network.model() instanceof ComputationGraph graph) {
      graph.setLayerMaskArrays(new INDArray[] {there}, null);
    } else {
      ((MultiLayerNetwork) network.model()).setLayerMaskArrays(there, null);
    }
    for (Layer layer : network.layers()) {
      if (layer instanceof DropoutLayer) {
        layer.setMaskArray(null); // which it could apply to matrices only
      }
    }
    INDArray zeroed = sequences.dup('f');
    checkCodes(sequences);
    BooleanIndexing.replaceWhere(zeroed, 0, Conditions.isNan());
    return zeroed;
  }

  /** Deeplearning4j would round them down. */
  private void checkCodes(INDArray sequences) {
    if (nodes.get(0) instanceof NetworkNode.OfLayer first
        && first.layer().conf().getLayer() instanceof EmbeddingSequenceLayer embedding) {
      CodeRange range = new CodeRange(embedding.getNIn());
      for (double number : Outputs.read(sequences)) {
        range.check(number);
      }
    }
  }

  /**
   * Writes the gradients of the batch's summed loss into the network's gradient array.
   *
   * @param delta the summed loss's gradient by the outputs, {@code [batch, outputs]}
   */
  void backward(INDArray delta) {
    Map<String, INDArray> gradients = gradients(output);
    Nd4j.gemm(
        outputInput,
        delta,
        gradients.get(DefaultParamInitializer.WEIGHT_KEY),
        true,
        false,
        1.0,
        0.0);
    delta.sum(gradients.get(DefaultParamInitializer.BIAS_KEY), 0);
    int below = output.takes().get(0);
    if (!isTrained(below)) {
      return;
    }
    int examples = (int) delta.size(0);
    INDArray epsilon = behindDropout(delta.mmul(outputWeights.transpose()));
    Map<Integer, INDArray> epsilons = new HashMap<>();
    epsilons.put(below, behind(output, epsilon, examples));
    for (int i = last - 1; i >= 0; i--) {
      if (isTrained(i)) {
        backward(i, epsilons, examples);
      }
    }
  }

  private boolean isTrained(int node) {
    return node != NetworkNode.INPUTS && trained.get(node);
  }

  private INDArray behindDropout(INDArray epsilon) {
    IDropout dropout = output.layer().conf().getLayer().getIDropout();
    return dropout == null
        ? epsilon
        : dropout.backprop(epsilon, epsilon, network.iterations(), network.epochs());
  }

  /** Takes a node's gradient by its outputs to those of the nodes that it takes from. */
  private void backward(int index, Map<Integer, INDArray> epsilons, int examples) {
    NetworkNode node = nodes.get(index);
    INDArray epsilon = epsilons.remove(index);
    INDArray[] gradients;
    if (node instanceof NetworkNode.OfLayer layer) {
      INDArray ofInputs = layer.layer().backpropGradient(epsilon, arrays).getSecond();
      boolean wanted = isTrained(node.takes().get(0));
      gradients = new INDArray[] {wanted ? behind(layer, ofInputs, examples) : ofInputs};
    } else {
      GraphVertex vertex = ((NetworkNode.OfVertex) node).vertex();
      vertex.setEpsilon(epsilon);
      gradients = vertex.doBackward(false, arrays).getSecond();
      vertex.clear();
    }
    for (int k = 0; k < gradients.length; k++) {
      if (isTrained(node.takes().get(k))) {
        epsilons.merge(node.takes().get(k), gradients[k], INDArray::add);
      }
    }
  }

  private INDArray behind(NetworkNode.OfLayer layer, INDArray epsilon, int examples) {
    return layer
        .reshape()
        .filter(reshape -> !matrices.contains(layer.layer()))
        .map(reshape -> reshape.backprop(epsilon, examples, arrays))
        .orElse(epsilon);
  }

  /**
   * The parts of the network's gradient array that belong to a node, by their parameters' names.
   */
  static Map<String, INDArray> gradients(NetworkNode node) {
    return node instanceof NetworkNode.OfLayer layer && layer.layer().numParams() > 0
        ? layer
            .layer()
            .conf()
            .getLayer()
            .initializer()
            .getGradientsFromFlattened(layer.layer().conf(), layer.layer().getGradientsViewArray())
        : Map.of();
  }
}
