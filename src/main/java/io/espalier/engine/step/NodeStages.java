package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The stages of all nodes of a network for one batch size, and who takes whose outputs. */
final class NodeStages {
  /** Dimensions of a batch of sequences, {@code [batch, features, steps]}. */
  private static final int SEQUENCES = 3;

  private final List<NetworkNode> nodes;
  private final List<NodeStage> stages;
  private final List<Boolean> trained;

  /** Those of a network that {@link Compilability} has nothing against. */
  NodeStages(Network network, INDArray batch, MaskSource masks) {
    nodes = network.nodes();
    stages = Stages.of(nodes, batch.dataType(), masks);
    trained = NetworkNode.trained(nodes);
  }

  private boolean isTrained(int node) {
    return node != NetworkNode.INPUTS && trained.get(node);
  }

  /** Records the way forward and returns the array that the network's outputs will be in. */
  INDArray forward(INDArray batch, Recording recording) {
    return pass(batch, recording, (stage, inputs) -> stage.forward(inputs, recording));
  }

  /** The same of a network that has been trained. */
  INDArray predict(INDArray batch, Recording recording) {
    return pass(batch, recording, (stage, inputs) -> stage.predict(inputs, recording));
  }

  private INDArray pass(
      INDArray batch,
      Recording recording,
      BiFunction<NodeStage, List<INDArray>, INDArray> direction) {
    INDArray given = batch.rank() == SEQUENCES ? recording.stepByStep(batch) : batch;
    Optional<Sequences> read = recording.taken();
    List<INDArray> outputs = new ArrayList<>();
    List<Optional<Sequences>> behind = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeStage stage = stages.get(i);
      List<Integer> takes = nodes.get(i).takes();
      List<INDArray> inputs =
          takes.stream()
              .map(taken -> taken == NetworkNode.INPUTS ? given : outputs.get(taken))
              .map(taken -> stage.takesBlocks() ? taken : recording.blocks().plain(taken))
              .toList();
      int first = takes.get(0);
      recording.taken(first == NetworkNode.INPUTS ? read : behind.get(first));
      outputs.add(direction.apply(stage, inputs));
      behind.add(recording.taken());
    }
    return recording.blocks().plain(outputs.get(outputs.size() - 1));
  }

  /**
   * Records the way back; gradients by outputs that several nodes take are summed.
   *
   * @param delta holds the loss's gradient by the network's outputs; may be overwritten
   */
  void backward(INDArray delta, Recording recording) {
    Map<Integer, INDArray> deltas = new HashMap<>(Map.of(nodes.size() - 1, delta));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (!trained.get(i)) {
        continue;
      }
      NetworkNode node = nodes.get(i);
      boolean below = node.takes().stream().anyMatch(this::isTrained);
      NodeStage stage = stages.get(i);
      INDArray own = Objects.requireNonNull(deltas.remove(i));
      List<INDArray> gradients =
          stage.backward(
              stage.takesBlocks() ? own : recording.blocks().plain(own), below, recording);
      for (int k = 0; below && k < gradients.size(); k++) {
        if (isTrained(node.takes().get(k))) {
          deltas.merge(node.takes().get(k), gradients.get(k), (a, b) -> sum(a, b, recording));
        }
      }
    }
  }

  private static INDArray sum(INDArray sum, INDArray next, Recording recording) {
    Blocks blocks = recording.blocks();
    if (blocks.has(sum)) {
      blocks.add(sum, blocks.in(blocks.layout(sum), next), sum);
      return sum;
    } else if (blocks.has(next)) {
      return sum(next, sum, recording);
    }
    recording.call("add", sum, sum, next);
    return sum;
  }
}
