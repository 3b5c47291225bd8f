package io.espalier.engine.step;

import io.espalier.model.CodeRange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Vectors of codes: {@code [steps, batch, 1] -> [steps, batch, units]}, zeros at steps that there
 * are not. DL4J keeps the vectors' first numbers of all codes together, then their second ones ….
 */
final class EmbeddingStage implements Stage {
  private final RecordedParameter vectors;
  private final CodeRange range;
  private final int units;
  private Optional<Sequences> taken = Optional.empty();

  /** The codes that a batch has, in the order of their first places, so many. */
  private int[] codes = {};

  private int count;

  /** Which of them lies at each place, counted from 1. */
  private int[] numbers = {};

  /** The same by code; 0 of a code that the batch has not. */
  private final int[] numberOf;

  /**
   * A layer.
   *
   * @param vectors {@code [codes, units]} column by column
   */
  EmbeddingStage(RecordedParameter vectors) {
    this.vectors = vectors;
    range = new CodeRange(vectors.value().size(0));
    units = (int) vectors.value().size(1);
    numberOf = new int[(int) range.codes()];
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    Sequences sequences = recording.sequences();
    taken = Optional.of(sequences);
    numbers = new int[(int) batch.length()];
    codes = new int[Math.min(numbers.length, numberOf.length)];
    INDArray outputs = recording.array(batch.size(0), batch.size(1), units);
    INDArray fetched = recording.array(codes.length, units);
    ArrayNumbers source = ArrayNumbers.of(batch);
    Runnable work =
        () -> {
          read(source);
          fetch(ArrayNumbers.of(fetched));
          copy(fetched, outputs);
        };
    recording.operation(Operation.of("embedding", work, batch, vectors.value(), outputs));
    sequences.clearMissing(outputs, recording);
    return outputs;
  }

  private void read(ArrayNumbers source) {
    while (count > 0) {
      numberOf[codes[--count]] = 0;
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(source.get(i));
    }
  }

  private int number(double value) {
    range.check(value);
    int code = (int) value;
    if (numberOf[code] == 0) {
      codes[count] = code;
      numberOf[code] = ++count;
    }
    return numberOf[code];
  }

  private void fetch(ArrayNumbers target) {
    ArrayNumbers source = ArrayNumbers.of(vectors.value());
    double[] vector = new double[units];
    for (int i = 0; i < count; i++) {
      gather(source, codes[i], vector);
      target.put(i * units, vector);
    }
  }

  private void gather(ArrayNumbers source, int code, double[] vector) {
    for (int unit = 0; unit < units; unit++) {
      vector[unit] = source.get(unit * numberOf.length + code);
    }
  }

  private void copy(INDArray fetched, INDArray outputs) {
    ByteBuffer source = fetched.data().asNio();
    ByteBuffer target = outputs.data().asNio();
    int bytes = units * outputs.dataType().width();
    for (int i = 0; i < numbers.length; i++) {
      target.put(i * bytes, source, (numbers[i] - 1) * bytes, bytes);
    }
  }

  /** Sums by code in the order of steps, so that bits depend on nothing else. */
  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    Sequences sequences = taken.orElseThrow();
    ArrayNumbers source = ArrayNumbers.of(delta);
    ArrayNumbers target = ArrayNumbers.of(vectors.gradient());
    double[] sums = new double[codes.length * units];
    double[] row = new double[sequences.examples() * units];
    recording.zeros(vectors.gradient());
    Runnable work =
        () -> {
          Arrays.fill(sums, 0, count * units, 0);
          for (int step = 0; step < sequences.steps(); step++) {
            source.get(step * row.length, row);
            add(sequences, step, row, sums);
          }
          for (int i = 0; i < count; i++) {
            scatter(sums, i, target);
          }
        };
    recording.operation(Operation.of("embedding_bp", work, delta, vectors.gradient()));
    return delta;
  }

  private void add(Sequences sequences, int step, double[] row, double[] sums) {
    for (int example = 0; example < sequences.examples(); example++) {
      if (sequences.present(step, example) != 0) {
        int to = (numbers[step * sequences.examples() + example] - 1) * units;
        for (int unit = 0; unit < units; unit++) {
          sums[to + unit] += row[example * units + unit];
        }
      }
    }
  }

  private void scatter(double[] sums, int index, ArrayNumbers target) {
    for (int unit = 0; unit < units; unit++) {
      target.put(unit * numberOf.length + codes[index], sums[index * units + unit]);
    }
  }
}
