package io.espalier.executor.models;

import java.util.List;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Frees native memory. What DL4J and ND4J offer for it also collects the whole Java heap, two or
 * three times per network, while every other trial in the process stands still.
 */
public final class Release {
  private Release() {}

  /** Frees a network's parameters, gradients and updater state; it cannot be used any more. */
  public static void network(MultiLayerNetwork network) {
    free(network.params());
    INDArray gradients = network.getFlattenedGradients();
    if (gradients != null) {
      free(gradients);
    }
    Updater updater = network.getUpdater(false);
    if (updater != null && updater.getStateViewArray() != null) {
      free(updater.getStateViewArray());
    }
  }

  private static void free(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }

  /** Frees the workspaces of the current thread; none of them may be open. */
  public static void workspaces() {
    MemoryWorkspaceManager manager = Nd4j.getWorkspaceManager();
    List.copyOf(manager.getAllWorkspacesForCurrentThread()).forEach(manager::destroyWorkspace);
  }
}
