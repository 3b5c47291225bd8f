package io.espalier.engine.models;

import io.espalier.wire.CheckpointRef;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Networks as DL4J model zips, with the updater's state, on any file system Hadoop knows. Nobody
 * ever sees half of one ({@link WholeFiles}).
 */
public final class ModelFiles {
  private ModelFiles() {}

  /**
   * Writes a network, replacing what was there; writing twice leaves one.
   *
   * @throws FileSystemException naming the file, if it cannot be written
   */
  public static void save(Model network, CheckpointRef target) throws IOException {
    Path path = new Path(target.uri());
    try {
      WholeFiles.write(
          path, HadoopSettings.here(), out -> ModelSerializer.writeModel(network, out, true));
    } catch (IOException failure) {
      FileSystemException named = new FileSystemException(target.uri(), null, failure.getMessage());
      named.addSuppressed(failure); // no cause: who looks for the innermost finds the name
      throw named;
    }
  }

  /**
   * Reads a network of layers with its updater's state, after {@link ModelZip} has looked at the
   * zip.
   *
   * @throws IOException if the file cannot be read or is not a model zip of ours, in one line
   * @throws IllegalArgumentException if it holds a network over graphs
   */
  public static MultiLayerNetwork load(CheckpointRef source) throws IOException {
    return load(
        source, ModelZip.Kind.LAYERS, file -> ModelSerializer.restoreMultiLayerNetwork(file, true));
  }

  /**
   * Reads a network over graphs, as {@link GraphNetworks} builds them, in the same way.
   *
   * @throws IOException if the file cannot be read or is not a model zip of ours, in one line
   * @throws IllegalArgumentException if it holds a network of layers
   */
  public static ComputationGraph loadGraph(CheckpointRef source) throws IOException {
    return load(
        source, ModelZip.Kind.GRAPH, file -> ModelSerializer.restoreComputationGraph(file, true));
  }

  /**
   * Reads a network over vectors or images, of layers or of vertices, in the same way.
   *
   * @throws IOException if the file cannot be read or is not a model zip of ours, in one line
   * @throws IllegalArgumentException if it holds a network over graphs
   */
  public static Model loadNetwork(CheckpointRef source) throws IOException {
    try (InputStream zip = open(source)) {
      return network(zip, source.uri(), true);
    }
  }

  private static ComputationGraph vertices(ComputationGraph network, String name) {
    if (network.getNumInputArrays() > 1) {
      Release.network(network);
      throw misfit(name, ModelZip.Kind.GRAPH, ModelZip.Kind.LAYERS);
    }
    return network;
  }

  private static IllegalArgumentException misfit(
      String name, ModelZip.Kind kind, ModelZip.Kind wanted) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "the model in %s takes %s, not %s", name, kind, wanted));
  }

  /**
   * Reads a network over vectors or images, of layers or of vertices, without its updater's state.
   *
   * @param zip what a model's file holds
   * @param name what messages call it
   * @throws IOException if it is not a model zip of ours, in one line
   * @throws IllegalArgumentException if it holds a network over graphs
   */
  public static Model toPredict(InputStream zip, String name) throws IOException {
    return network(zip, name, false);
  }

  private static Model network(InputStream zip, String name, boolean updater) throws IOException {
    FastPaths.allow();
    java.nio.file.Path copy = copy(zip);
    try {
      return ModelZip.check(copy, name) == ModelZip.Kind.LAYERS
          ? restore(file -> ModelSerializer.restoreMultiLayerNetwork(file, updater), copy, name)
          : vertices(
              restore(file -> ModelSerializer.restoreComputationGraph(file, updater), copy, name),
              name);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /** The same from a file. */
  public static Model toPredict(CheckpointRef source) throws IOException {
    try (InputStream zip = open(source)) {
      return toPredict(zip, source.uri());
    }
  }

  /** Whether a file holds what a class of the user's own trained, which is no network. */
  public static boolean isTrainable(CheckpointRef source) throws IOException {
    try (BufferedInputStream zip = new BufferedInputStream(open(source))) {
      return OwnTrainable.isNext(zip);
    }
  }

  /** The file on this machine, with today's names; to be deleted. */
  private static java.nio.file.Path copy(CheckpointRef source) throws IOException {
    try (InputStream in = open(source)) {
      return copy(in);
    }
  }

  /** What a file holds. */
  public static InputStream open(CheckpointRef source) throws IOException {
    Path path = new Path(source.uri());
    return path.getFileSystem(HadoopSettings.here()).open(path);
  }

  private static java.nio.file.Path copy(InputStream in) throws IOException {
    java.nio.file.Path copy = Files.createTempFile("espalier-model", ".zip");
    try {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      FormerNames.translate(copy);
      return copy;
    } catch (IOException failure) {
      Files.deleteIfExists(copy);
      throw failure;
    }
  }

  private interface Reader<N> {
    N read(File file) throws IOException;
  }

  private static <N> N load(CheckpointRef source, ModelZip.Kind wanted, Reader<N> reader)
      throws IOException {
    FastPaths.allow();
    java.nio.file.Path copy = copy(source);
    try {
      ModelZip.Kind kind = ModelZip.check(copy, source.uri());
      if (kind != wanted) {
        throw misfit(source.uri(), kind, wanted);
      }
      return restore(reader, copy, source.uri());
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /** DL4J throws whatever it happens upon in a configuration that contradicts itself. */
  private static <N> N restore(Reader<N> reader, java.nio.file.Path file, String name)
      throws IOException {
    try {
      return reader.read(file.toFile());
    } catch (RuntimeException | ZipException | EOFException contradiction) {
      throw DamagedModelException.ofZip(name, contradiction);
    }
  }
}
