package io.espalier.engine.trial;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.data.load.DataLoader;
import io.espalier.wire.InputShape;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Real examples, bytes in a folder below {@code ESPALIER_DATA}, 5,000 of them to train on. */
enum ExampleSet {
  CIFAR_10("cifar-10", 0.5, 0.5),
  /** The first bytes of each image, as many as a sequence's steps hold. */
  CIFAR_10_STEPS("cifar-10", 0.5, 0.5),
  /** The same bytes as they are, as codes. */
  CIFAR_10_CODES("cifar-10", 0.5, 0.5),
  MNIST("mnist", 0.1307, 0.3081),
  FASHION_MNIST("fashion-mnist", 0.2860, 0.3530),
  /** MNIST's middle 24×24 pixels, each 3×3 of them averaged: 64 bytes. */
  SMALL_MNIST("mnist", 0.1307, 0.3081);

  static final int EXAMPLES = 5000;

  private final String folder;
  private final double mean;
  private final double deviation;

  ExampleSet(String folder, double mean, double deviation) {
    this.folder = folder;
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Of bytes divided by 255. */
  double mean() {
    return mean;
  }

  /** Of bytes divided by 255. */
  double deviation() {
    return deviation;
  }

  PreparedData load(InputShape shape) {
    String path = Settings.data(folder);
    DataSource source =
        folder.equals("cifar-10")
            ? new DataSource.Cifar10(path)
            : new DataSource.Idx(path, List.of());
    boolean flat = this != SMALL_MNIST && shape instanceof InputShape.Flat;
    Normalise normalise = new Normalise.Given(List.of(mean), List.of(deviation));
    Amount none = new Amount.Count(0);
    DataSpec spec =
        new DataSpec(
            source, EXAMPLES, none, 0, none, 1, DataSpec.Selection.RANDOM, normalise, flat);
    PreparedData data = new DataLoader(new Configuration(false)).load(spec, 1);
    return switch (this) {
      case SMALL_MNIST -> shrunk(data);
      case CIFAR_10_STEPS -> begun(data, shape, ofFirstChannel(data.normalisation()));
      case CIFAR_10_CODES -> begun(data, shape, Normalisation.NONE);
      default -> data;
    };
  }

  /** What is done to all channels, of numbers that have none. */
  private static Normalisation ofFirstChannel(Normalisation channels) {
    return new Normalisation(
        channels.scale(), new float[] {channels.shift()[0]}, new float[] {channels.divisor()[0]});
  }

  private static PreparedData begun(
      PreparedData data, InputShape shape, Normalisation normalisation) {
    int[] rows = data.split().train();
    byte[] all = ((Features.Bytes) data.dataset().features()).values();
    int whole = data.dataset().shape().size();
    byte[] first = new byte[rows.length * shape.size()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all, rows[i] * whole, first, i * shape.size(), shape.size());
    }
    return of(data, shape, first, normalisation);
  }

  private static PreparedData shrunk(PreparedData data) {
    int[] rows = data.split().train();
    byte[] small = new byte[rows.length * 64];
    float[] image = new float[28 * 28];
    for (int i = 0; i < rows.length; i++) {
      data.dataset().features().copy(rows[i] * image.length, image, 0, image.length);
      for (int cell = 0; cell < 64; cell++) {
        small[i * 64 + cell] = average(image, 2 + cell / 8 * 3, 2 + cell % 8 * 3);
      }
    }
    return of(data, new InputShape.Flat(64), small, data.normalisation());
  }

  /** Other bytes of the training part. */
  private static PreparedData of(
      PreparedData data, InputShape shape, byte[] bytes, Normalisation normalisation) {
    int[] rows = data.split().train();
    Targets.Classes all = (Targets.Classes) data.dataset().targets();
    short[] labels = new short[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = all.labels()[rows[i]];
    }
    Dataset dataset =
        new Dataset(
            shape,
            new Features.Bytes(bytes),
            new Targets.Classes(labels, all.names()),
            List.of(),
            0);
    Split split = new Split(IntStream.range(0, rows.length).toArray(), new int[0], new int[0]);
    return new PreparedData(dataset, split, normalisation, data.fingerprint());
  }

  private static byte average(float[] image, int top, int left) {
    float sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += image[(top + i / 3) * 28 + left + i % 3];
    }
    return (byte) Math.round(sum / 9);
  }
}
