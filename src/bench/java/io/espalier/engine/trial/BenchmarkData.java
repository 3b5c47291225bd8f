package io.espalier.engine.trial;

import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.LayerSpec.Embedding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The data of the benchmarks: one batch drawn at random, and real examples for the peer. */
final class BenchmarkData {
  private BenchmarkData() {}

  /** One batch of numbers from −1 to 1, or of codes. */
  static PreparedData drawn(BenchmarkNet net) {
    SplittableRandom random = new SplittableRandom(1);
    float[] numbers = new float[net.batch() * net.shape().size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          net.hasCodes()
              ? random.nextInt(((Embedding) net.layers().get(0)).codes())
              : (float) random.nextDouble(-1, 1);
    }
    short[] labels = new short[net.batch()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) random.nextInt(BenchmarkNet.OUTPUTS);
    }
    List<String> names =
        IntStream.range(0, BenchmarkNet.OUTPUTS).mapToObj(Integer::toString).toList();
    Dataset dataset =
        new Dataset(
            net.shape(),
            new Features.Floats(numbers),
            new Targets.Classes(labels, names),
            List.of(),
            0);
    Split split = new Split(IntStream.range(0, net.batch()).toArray(), new int[0], new int[0]);
    return new PreparedData(dataset, split, Normalisation.NONE, "drawn");
  }

  /** Writes the bytes of the training part, labels first, and says how the peer reads them. */
  static Map<String, Object> exported(ExampleSet set, PreparedData data) throws IOException {
    int[] rows = data.split().train();
    byte[] all = ((Features.Bytes) data.dataset().features()).values();
    short[] labels = ((Targets.Classes) data.dataset().targets()).labels();
    int size = data.dataset().shape().size();
    Path file = Files.createTempFile("espalier-examples-", ".bin");
    file.toFile().deleteOnExit();
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] labelBytes = new byte[rows.length];
      for (int i = 0; i < rows.length; i++) {
        labelBytes[i] = (byte) labels[rows[i]];
      }
      out.write(labelBytes);
      for (int row : rows) {
        out.write(all, row * size, size);
      }
    }
    return Map.of(
        "file", file.toString(),
        "examples", rows.length,
        "mean", set.mean(),
        "deviation", set.deviation());
  }
}
