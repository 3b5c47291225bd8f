package io.espalier.data.load;

import io.espalier.data.Augmentation;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Graphs;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over everything that makes data what it is; every piece is preceded by its length. */
final class Fingerprint {
  private static final int CHUNK_BYTES = 1 << 16;

  private final MessageDigest digest;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Of data that are trained on as they are. */
  static String of(
      Dataset dataset, Split split, Normalisation normalisation, List<PreparedData.Fold> folds) {
    return of(dataset, split, normalisation, folds, Augmentation.NONE);
  }

  static String of(
      Dataset dataset,
      Split split,
      Normalisation normalisation,
      List<PreparedData.Fold> folds,
      Augmentation augmentation) {
    Fingerprint print = new Fingerprint();
    print.add(List.of(dataset.shape().toString(), dataset.layout().toString()));
    print.add(dataset.featureNames());
    print.add(dataset.features());
    print.add(dataset.targets());
    print.add(dataset.graphs());
    print.add(split, normalisation);
    folds.forEach(fold -> print.add(fold.split(), fold.normalisation()));
    if (!augmentation.equals(Augmentation.NONE)) {
      print.add(List.of(augmentation.toString()));
    }
    print.flush();
    return HexFormat.of().formatHex(print.digest.digest());
  }

  private void add(Graphs graphs) {
    add(graphs.firstNode());
    add(graphs.firstNeighbour());
    add(graphs.neighbours());
  }

  private void add(Split split, Normalisation normalisation) {
    add(split.train());
    add(split.validation());
    add(split.test());
    add(new float[] {normalisation.scale()});
    add(normalisation.shift());
    add(normalisation.divisor());
    add(normalisation.rowSum() ? 1 : 0);
    if (normalisation.fill().length > 0 || normalisation.held().length > 0) {
      add(normalisation.fill());
      add(normalisation.held());
    }
  }

  private void add(Features features) {
    if (features instanceof Features.Bytes bytes) {
      add(bytes.values());
    } else if (features instanceof Features.Floats floats) {
      add(floats.values());
    }
  }

  private void add(Targets targets) {
    if (targets instanceof Targets.Classes classes) {
      add(classes.names());
      int[] labels = new int[classes.labels().length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = classes.labels()[i];
      }
      add(labels);
    } else if (targets instanceof Targets.Numbers numbers) {
      add(List.of("numbers " + numbers.width()));
      add(numbers.values());
      if (!numbers.scale().asTheyAre()) {
        add(numbers.scale().mean());
        add(numbers.scale().deviation());
      }
    }
  }

  private void add(List<String> texts) {
    add(texts.size());
    texts.forEach(text -> add(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void add(byte[] bytes) {
    add(bytes.length);
    flush();
    digest.update(bytes);
  }

  private void add(int[] numbers) {
    add(numbers.length);
    for (int number : numbers) {
      add(number);
    }
  }

  private void add(float[] numbers) {
    add(numbers.length);
    for (float number : numbers) {
      add(Float.floatToIntBits(number));
    }
  }

  private void add(int number) {
    if (chunk.remaining() < Integer.BYTES) {
      flush();
    }
    chunk.putInt(number);
  }

  private void flush() {
    digest.update(chunk.flip());
    chunk.clear();
  }
}
