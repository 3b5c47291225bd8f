package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.wire.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;

/** Experiment files written for a test. */
record Written(Path folder) {
  /** The experiment of the house's plan, on the CIFAR-10 files. */
  static final String CIFAR =
      """
      experiment { name = cifar10-cnn, seed = 42 }
      data       { source = cifar10, path = cifar-10, validation = 0.25, normalize { mean = 0.5, std = 0.5 } }   # below data.root = "data", then ${?ESPALIER_DATA}
      model      { kind = cnn
                   layers = [ { conv { channels = 6, kernel = 5 } }
                              { pool { kernel { grid = [2, 3], name = pool-kernel }, stride { grid = [2, 3], name = pool-stride } } }
                              { conv { channels { grid = [16, 32], name = channels-2 }, kernel = 5 } }
                              { pool { kernel { same-as = pool-kernel }, stride { same-as = pool-stride } } }
                              { dense = 120 }, { dense = 84 } ] }
      training   { updater { kind = adam, learning-rate = 1e-3 }, batch-size = 32, epochs = 5 }
      search     { algorithm = grid, order = [channels-2, pool-stride, pool-kernel], objective { metric = validation-loss, goal = minimize } }
      retrain    { epochs = 15 }
      output     { directory = notebooks-out }
      """;

  /** A file with a linear model on the flowers, to which lines are added. */
  static String iris(String more) {
    return "data { source = iris }\nmodel { kind = linear }\n" + more;
  }

  Experiment load(String text, String... overrides) {
    return ExperimentFile.load(write(text), List.of(overrides), Map.of());
  }

  AbstractThrowableAssert<?, ? extends Throwable> failing(String text, String... overrides) {
    return assertThatThrownBy(() -> load(text, overrides))
        .isInstanceOf(ConfigurationException.class);
  }

  /** The problems with the folder's path left out. */
  List<String> problems(String text, String... overrides) {
    try {
      load(text, overrides);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems().stream().map(line -> line.replace(folder + "/", "")).toList();
    }
  }

  Path write(String text) {
    try {
      return Files.writeString(folder.resolve("test.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> rows(Experiment spec) {
    return spec.space().stream().map(Configuration::toString).toList();
  }
}
