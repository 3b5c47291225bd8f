package io.espalier.engine.models;

import io.espalier.wire.CheckpointRef;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Networks as DL4J model zips, with the updater's state, on any file system Hadoop knows. A zip is
 * written under another name and renamed, so that nobody ever sees half of one.
 */
public final class ModelFiles {
  private ModelFiles() {}

  /** Writes a network, replacing what was there; writing twice leaves one. */
  public static void save(Model network, CheckpointRef target) throws IOException {
    Path path = new Path(target.uri());
    FileSystem files = path.getFileSystem(HadoopSettings.here());
    if (files instanceof LocalFileSystem local) {
      saveLocally(network, local.pathToFile(path).toPath());
      return;
    }
    Path partial = new Path(path.getParent(), partialName(path.getName()));
    try {
      try (OutputStream out = files.create(partial, true)) {
        ModelSerializer.writeModel(network, out, true);
      }
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(
              files.makeQualified(partial), files.makeQualified(path), Options.Rename.OVERWRITE);
    } finally {
      files.delete(partial, false);
    }
  }

  private static void saveLocally(Model network, java.nio.file.Path path) throws IOException {
    java.nio.file.Path absolute = path.toAbsolutePath();
    Files.createDirectories(absolute.resolveSibling("."));
    java.nio.file.Path partial =
        absolute.resolveSibling(partialName(absolute.getFileName().toString()));
    try {
      try (OutputStream out = Files.newOutputStream(partial)) {
        ModelSerializer.writeModel(network, out, true);
      }
      Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static String partialName(String name) {
    return "." + name + "." + UUID.randomUUID() + ".partial";
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

  private interface Reader<N> {
    N read(File file) throws IOException;
  }

  private static <N> N load(CheckpointRef source, ModelZip.Kind wanted, Reader<N> reader)
      throws IOException {
    FastPaths.allow();
    Path path = new Path(source.uri());
    FileSystem files = path.getFileSystem(HadoopSettings.here());
    java.nio.file.Path copy = Files.createTempFile("espalier-model", ".zip");
    try {
      try (InputStream in = files.open(path)) {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      FormerNames.translate(copy);
      ModelZip.Kind kind = ModelZip.check(copy, source.uri());
      if (kind != wanted) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "the model in %s takes %s, not %s", source.uri(), kind, wanted));
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
    } catch (RuntimeException contradiction) {
      throw new IOException(
          name + " is not a usable model zip: " + firstLine(contradiction), contradiction);
    }
  }

  private static String firstLine(RuntimeException problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }
}
