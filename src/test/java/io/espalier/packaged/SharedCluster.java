package io.espalier.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests that ask for a {@link StandaloneCluster} one and the same, of two workers. The
 * first that asks starts it; it ends after the last test of the process.
 */
final class SharedCluster implements ParameterResolver {
  private static final int WORKERS = 2;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType().equals(StandaloneCluster.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(Namespace.create(SharedCluster.class))
        .computeIfAbsent(StandaloneCluster.class, key -> new Started(), Started.class)
        .cluster;
  }

  /** The cluster and its folder. The store closes it. */
  private static final class Started implements AutoCloseable {
    private final Path folder;
    private final StandaloneCluster cluster;

    Started() {
      try {
        folder = Files.createTempDirectory("espalier-cluster");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      cluster = new StandaloneCluster(new PackagedProgram(folder), folder, WORKERS);
    }

    @Override
    public void close() throws IOException {
      cluster.close();
      List<Path> left;
      try (Stream<Path> all = Files.walk(folder)) {
        left = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : left) {
        Files.deleteIfExists(path);
      }
    }
  }
}
