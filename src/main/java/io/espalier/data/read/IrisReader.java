package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Fisher's (1936) 150 flowers from the file {@code iris.dat} that DL4J carries: four lengths in
 * centimetres and a class number per line.
 */
final class IrisReader {
  static final List<String> FEATURES =
      List.of("sepal_length", "sepal_width", "petal_length", "petal_width");

  private static final String RESOURCE = "/iris.dat";
  private static final List<String> CLASSES = List.of("setosa", "versicolor", "virginica");
  private static final int FLOWERS = 150;

  private IrisReader() {}

  static Dataset read() {
    List<String> lines = lines();
    if (lines.size() != FLOWERS) {
      throw new DataException(
          "iris.dat on the class path: expected 150 lines, found " + lines.size());
    }
    float[] features = new float[FLOWERS * FEATURES.size()];
    short[] labels = new short[FLOWERS];
    for (int i = 0; i < FLOWERS; i++) {
      String[] cells = lines.get(i).split(",", -1);
      for (int j = 0; j < FEATURES.size(); j++) {
        features[i * FEATURES.size() + j] = Float.parseFloat(cells[j]);
      }
      labels[i] = Short.parseShort(cells[FEATURES.size()]);
    }
    return new Dataset(
        new InputShape.Flat(FEATURES.size()),
        new Features.Floats(features),
        new Targets.Classes(labels, CLASSES),
        FEATURES,
        0);
  }

  private static List<String> lines() {
    try (InputStream in = IrisReader.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new DataException(
            "iris.dat is not on the class path; it comes with deeplearning4j-core");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new DataException("iris.dat on the class path cannot be read", e);
    }
  }
}
