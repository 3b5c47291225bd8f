package io.espalier.engine.models;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Frees native memory. What DL4J and ND4J offer for it also collects the whole Java heap, three
 * times per trial, while every other trial in the process stands still. Here that happens only once
 * enough has been released: making a network leaves arrays behind that nothing else frees.
 */
public final class Release {
  /** A collection frees about as many bytes as the networks released before it held. */
  private static final long NUMBERS_PER_COLLECTION = 16_000_000;

  /** Even the smallest network leaves some 200 kB behind. */
  private static final long SMALLEST_NETWORK = 50_000;

  private static final AtomicLong RELEASED = new AtomicLong();

  private Release() {}

  /** Frees a network's parameters, gradients and updater state; it cannot be used any more. */
  public static void network(Model network) {
    long numbers = Math.max(SMALLEST_NETWORK, network.numParams());
    free(network.params());
    free(network.getGradientsViewArray());
    free(updaterState(network));
    if (RELEASED.addAndGet(numbers) >= NUMBERS_PER_COLLECTION) {
      RELEASED.set(0);
      System.gc();
    }
  }

  private static @Nullable INDArray updaterState(Model network) {
    Updater updater =
        network instanceof ComputationGraph graph
            ? graph.getUpdater(false)
            : ((MultiLayerNetwork) network).getUpdater(false);
    return updater == null ? null : updater.getStateViewArray();
  }

  private static void free(@Nullable INDArray array) {
    if (array != null && array.closeable()) {
      array.close();
    }
  }

  /** Frees the workspaces of the current thread; none of them may be open. */
  public static void workspaces() {
    MemoryWorkspaceManager manager = Nd4j.getWorkspaceManager();
    List.copyOf(manager.getAllWorkspacesForCurrentThread()).forEach(manager::destroyWorkspace);
  }
}
