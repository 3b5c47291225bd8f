package io.espalier.driver.cluster;

import io.espalier.data.Graphs;
import io.espalier.data.PreparedData;
import io.espalier.model.LayerShapes;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import io.espalier.wire.TrainingSpec;

/**
 * The memory of one trial in training, estimated from above.
 *
 * <p>Weights: parameters × (weights + gradient + updater state + one copy while a model is saved).
 * Activations: numbers of an example through all layers × examples of a batch × arrays per layer (a
 * value, its activation, both their gradients, one to work in), for the batch size of training, the
 * shorter last batch and the batches of measuring. Two of the arrays of an image are of whole
 * blocks of channels. All numbers are single precision. Besides, 32 MB are for the working memory
 * of BLAS and oneDNN and what they keep of past operations.
 *
 * @param nativeBytes outside the Java heap
 * @param heapBytes in the Java heap, without the data; graph networks keep their activations there,
 *     and early stopping the weights of the best epoch
 * @param gradientBytes outside the heap besides, for each core that a trial has beyond one
 */
record TrialMemory(long nativeBytes, long heapBytes, long gradientBytes) {
  static final TrialMemory NONE = new TrialMemory(0, 0, 0);

  private static final int ARRAYS_PER_LAYER = 5;
  private static final int ARRAYS_IN_BLOCKS = 2;

  /** Channels that lie together, of the widest processors. */
  private static final long BLOCK = 16;

  /** Measured: 15 to 30 MB. */
  private static final long LIBRARIES_BYTES = 32 << 20;

  /** As the executor measures: at most so many examples, and so many numbers of input, at once. */
  private static final int MEASURED_EXAMPLES = 256;

  private static final long MEASURED_NUMBERS = 1L << 19;
  private static final long MEASURED_NODES = 1L << 14;

  /** Of a network of these shapes, on data that every trial shares. */
  static TrialMemory of(LayerShapes shapes, TrainingSpec training, PreparedData data) {
    InputShape input = data.dataset().shape();
    long fixed = ofNetworks(shapes.parameters(), training, 1);
    long weights = fixed - LIBRARIES_BYTES;
    long best = ofBestEpoch(shapes.parameters(), training);
    long numbers = input.size();
    long filling = 0;
    for (LayerShapes.Layer layer : shapes.layers()) {
      numbers += layer.numbers();
      filling += filling(layer);
    }
    int examples = data.examples(Part.TRAIN);
    long batch = Math.min(training.batchSize(), examples);
    if (input instanceof InputShape.Graph graph) {
      long held = Float.BYTES * numbers * nodes(graph, data.dataset().graphs(), batch);
      return new TrialMemory(fixed, held * ARRAYS_PER_LAYER + weights + best, 0);
    }
    long last = examples % Math.max(1, batch);
    long measured =
        Math.max(1, Math.min(MEASURED_EXAMPLES, MEASURED_NUMBERS / Math.max(1, input.size())));
    long held = ARRAYS_PER_LAYER * numbers + ARRAYS_IN_BLOCKS * filling;
    return new TrialMemory(
        fixed + Float.BYTES * held * (batch + last + measured),
        Float.BYTES * (long) input.size() * Math.max(batch, measured) + best,
        Float.BYTES * shapes.parameters());
  }

  /** Numbers that fill up blocks of channels, of an example behind a layer. */
  private static long filling(LayerShapes.Layer layer) {
    if (!(layer.output() instanceof InputShape.Image image)) {
      return 0;
    }
    long more = (BLOCK - image.channels() % BLOCK) % BLOCK;
    return layer.numbers() / image.channels() * more;
  }

  /** Outside the heap: so many networks, one of which is being saved, and the libraries. */
  static long ofNetworks(long parameters, TrainingSpec training, int count) {
    return Float.BYTES * parameters * (count * (2L + training.updater().states()) + 1)
        + LIBRARIES_BYTES;
  }

  /** In the heap: the weights that early stopping keeps. */
  static long ofBestEpoch(long parameters, TrainingSpec training) {
    return training.budget().earlyStopping().asked() ? Float.BYTES * parameters : 0;
  }

  /** Both together. */
  long bytes() {
    return nativeBytes + heapBytes;
  }

  /** The larger of both, in native memory and in the heap each. */
  TrialMemory larger(TrialMemory other) {
    return new TrialMemory(
        Math.max(nativeBytes, other.nativeBytes),
        Math.max(heapBytes, other.heapBytes),
        Math.max(gradientBytes, other.gradientBytes));
  }

  /** Nodes that are worked on at once. */
  private static long nodes(InputShape.Graph shape, Graphs graphs, long batch) {
    if (shape.example() == InputShape.Graph.Example.NODE) {
      return graphs.nodes();
    }
    long largest = 0;
    for (int graph = 0; graph < graphs.count(); graph++) {
      largest = Math.max(largest, graphs.firstNode()[graph + 1] - graphs.firstNode()[graph]);
    }
    return Math.min(graphs.nodes(), Math.max(largest * batch, MEASURED_NODES));
  }
}
