package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;

/** A node of a {@link Network}. */
public sealed interface NetworkNode {
  /** Stands for the network's inputs where nodes are named by their indexes. */
  int INPUTS = -1;

  /** The first part of its parameters' names, before the last underscore. */
  String name();

  /** The nodes whose outputs it takes, by their indexes, in its own order. */
  List<Integer> takes();

  /** What messages call it. */
  String title();

  /** Which of a network's nodes have parameters in them or below them, and so need a gradient. */
  static List<Boolean> trained(List<NetworkNode> nodes) {
    List<Boolean> trained = new ArrayList<>();
    for (NetworkNode node : nodes) {
      trained.add(
          node.takes().stream().anyMatch(taken -> taken != INPUTS && trained.get(taken))
              || (node instanceof OfLayer layer && layer.layer().numParams() > 0));
    }
    return trained;
  }

  /**
   * A layer.
   *
   * @param reshape what happens to its inputs before, {@code CnnToFeedForwardPreProcessor} mostly
   */
  record OfLayer(
      String name,
      List<Integer> takes,
      String title,
      Layer layer,
      Optional<InputPreProcessor> reshape)
      implements NetworkNode {
    /**
     * Whether by something that is not recorded. Steps made rows are vectors, if they were such.
     */
    boolean reshapesOtherwise() {
      return reshape
          .filter(
              before ->
                  !(before instanceof CnnToFeedForwardPreProcessor
                      || before instanceof RnnToFeedForwardPreProcessor))
          .isPresent();
    }
  }

  /**
   * What has no parameters and may take many outputs.
   *
   * @param configuration what it does
   */
  record OfVertex(
      String name,
      List<Integer> takes,
      GraphVertex vertex,
      org.deeplearning4j.nn.conf.graph.GraphVertex configuration)
      implements NetworkNode {
    @Override
    public String title() {
      return "vertex " + name + " (" + configuration.getClass().getSimpleName() + ")";
    }
  }
}
