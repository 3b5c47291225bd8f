package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Says what can be compiled. */
public final class Compilability {
  private static final long UNKNOWN = -1;

  private Compilability() {}

  /**
   * Why a network trains layer by layer instead of by a compiled step, in one line naming the layer
   * (of a stack counted from 1) or vertex; nothing if it can be compiled.
   */
  public static Optional<String> objection(Model model) {
    Optional<String> backend = backendObjection();
    if (backend.isPresent()) {
      return backend;
    }
    DataType type = model.params().dataType();
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      return Optional.of("its numbers are " + type + ", not FLOAT or DOUBLE");
    }
    Network network = Network.of(model);
    List<NetworkNode> nodes = network.nodes();
    List<Long> widths = new ArrayList<>();
    List<Boolean> sequences = new ArrayList<>();
    boolean sequential = isSequential(nodes);
    for (NetworkNode node : nodes) {
      List<Long> taken =
          node.takes().stream()
              .map(i -> i == NetworkNode.INPUTS ? UNKNOWN : widths.get(i))
              .toList();
      List<Boolean> over =
          node.takes().stream()
              .map(i -> i == NetworkNode.INPUTS ? sequential : sequences.get(i))
              .toList();
      Optional<String> objection = objection(node, taken).or(() -> sequenceObjection(node, over));
      if (objection.isPresent()) {
        return objection;
      }
      widths.add(width(node, taken));
      sequences.add(over.get(0) && !ends(node));
    }
    return nodes.get(nodes.size() - 1) instanceof NetworkNode.OfLayer last
            && last.layer().conf().getLayer() instanceof OutputLayer
        ? FlatUpdate.objection(model.numParams(), network.layers())
        : Optional.of("its last layer is not an output layer");
  }

  /** Why nothing can be compiled in this process; nothing if something can. */
  public static Optional<String> backendObjection() {
    return backendObjection(Nd4j.getBackend().getClass().getSimpleName());
  }

  /** The same of a process with a backend of this simple name. */
  public static Optional<String> backendObjection(String backend) {
    return backend.equals("CpuBackend")
        ? Optional.empty()
        : Optional.of("compiled steps are made for the CPU, and the backend is " + backend);
  }

  /** Whether a node has a recorded stage, so that all of its settings are known. */
  public static boolean isRecorded(NetworkNode node) {
    return Stages.of(node).isPresent();
  }

  private static Optional<String> objection(NetworkNode node, List<Long> widths) {
    if (!isRecorded(node)) {
      return Optional.of(
          node.title()
              + (node instanceof NetworkNode.OfLayer layer && layer.reshapesOtherwise()
                  ? " reshapes its inputs by " + layer.reshape().get().getClass().getSimpleName()
                  : " has no compiled form with its settings"));
    }
    return widths.stream().filter(width -> width != UNKNOWN).distinct().count() > 1
        ? Optional.of(node.title() + " takes outputs of several sizes, which are repeated to fit")
        : Optional.empty();
  }

  /** Nothing that is compiled makes sequences, so where a layer takes them the inputs are such. */
  static boolean isSequential(List<NetworkNode> nodes) {
    return nodes.stream()
        .anyMatch(
            node ->
                node instanceof NetworkNode.OfLayer one && RecurrentForms.isOverSteps(one.layer()));
  }

  private static boolean ends(NetworkNode node) {
    return node instanceof NetworkNode.OfLayer one && RecurrentForms.ends(one.layer());
  }

  /** Stages over sequences and stages over vectors are different ones. */
  private static Optional<String> sequenceObjection(NetworkNode node, List<Boolean> over) {
    boolean sequences = over.contains(true);
    if (!(node instanceof NetworkNode.OfLayer one)) {
      return sequences
          ? Optional.of(node.title() + " has no compiled form over sequences")
          : Optional.empty();
    }
    if (sequences) {
      return RecurrentForms.takesSequences(one.layer()) && one.reshape().isEmpty()
          ? Optional.empty()
          : Optional.of(node.title() + " has no compiled form over sequences");
    }
    boolean needs =
        RecurrentForms.isOverSteps(one.layer())
            || (one.layer().conf().getLayer() instanceof GlobalPoolingLayer pool
                && RecurrentForms.poolsSteps(pool));
    return needs
        ? Optional.of(node.title() + " has no compiled form over anything but sequences")
        : Optional.empty();
  }

  /** Channels or features of what a node puts out, as far as its settings say so. */
  private static long width(NetworkNode node, List<Long> taken) {
    if (node instanceof NetworkNode.OfLayer layer) {
      if (layer.layer().conf().getLayer() instanceof FeedForwardLayer sized
          && sized.getNOut() > 0) {
        return sized.getNOut();
      }
      return layer.reshape().isPresent() ? UNKNOWN : taken.get(0);
    }
    return taken.stream().filter(width -> width != UNKNOWN).findFirst().orElse(UNKNOWN);
  }
}
