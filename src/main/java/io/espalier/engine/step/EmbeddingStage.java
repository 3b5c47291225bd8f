package io.espalier.engine.step;

import io.espalier.model.CodeRange;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Vectors of codes: {@code [steps, batch, 1] -> [steps, batch, units]}, zeros at steps that there
 * are not. DL4J keeps the vectors' first numbers of all codes together, then their second ones ….
 */
final class EmbeddingStage implements Stage {
  private final RecordedParameter vectors;
  private final CodeRange range;
  private Optional<Sequences> taken = Optional.empty();
  private int[] codes = {};

  /**
   * A layer.
   *
   * @param vectors {@code [codes, units]} column by column
   */
  EmbeddingStage(RecordedParameter vectors) {
    this.vectors = vectors;
    range = new CodeRange(vectors.value().size(0));
  }

  private int units() {
    return (int) vectors.value().size(1);
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    Sequences sequences = recording.sequences();
    taken = Optional.of(sequences);
    codes = new int[(int) batch.length()];
    INDArray outputs = recording.array(batch.size(0), batch.size(1), units());
    ArrayNumbers source = ArrayNumbers.of(batch);
    ArrayNumbers from = ArrayNumbers.of(vectors.value());
    ArrayNumbers target = ArrayNumbers.of(outputs);
    double[] vector = new double[units()];
    Runnable work =
        () -> {
          read(source);
          for (int i = 0; i < codes.length; i++) {
            gather(from, codes[i], vector);
            target.put(i * vector.length, vector);
          }
        };
    recording.operation(Operation.of("embedding", work, batch, vectors.value(), outputs));
    sequences.clearMissing(outputs, recording);
    return outputs;
  }

  private void read(ArrayNumbers source) {
    for (int i = 0; i < codes.length; i++) {
      double number = source.get(i);
      range.check(number);
      codes[i] = (int) number;
    }
  }

  private void gather(ArrayNumbers from, int code, double[] vector) {
    int all = (int) range.codes();
    for (int unit = 0; unit < vector.length; unit++) {
      vector[unit] = from.get(unit * all + code);
    }
  }

  /** Sums by code in the order of steps, so that bits depend on nothing else. */
  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    Sequences sequences = taken.orElseThrow();
    ArrayNumbers source = ArrayNumbers.of(delta);
    ArrayNumbers target = ArrayNumbers.of(vectors.gradient());
    double[] vector = new double[units()];
    recording.zeros(vectors.gradient());
    Runnable work =
        () -> {
          for (int i = 0; i < codes.length; i++) {
            if (sequences.present(i / sequences.examples(), i % sequences.examples()) != 0) {
              source.get(i * vector.length, vector);
              scatter(vector, codes[i], target);
            }
          }
        };
    recording.operation(Operation.of("embedding_bp", work, delta, vectors.gradient()));
    return delta;
  }

  private void scatter(double[] vector, int code, ArrayNumbers sums) {
    int all = (int) range.codes();
    for (int unit = 0; unit < vector.length; unit++) {
      int place = unit * all + code;
      sums.put(place, sums.get(place) + vector[unit]);
    }
  }
}
