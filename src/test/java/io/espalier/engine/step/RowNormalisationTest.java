package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows narrower and wider than what is looked at together, and whole eights of units and others.
 */
class RowNormalisationTest {
  @ParameterizedTest
  @CsvSource({"3, 1", "5, 7", "300, 8", "4, 19", "2, 2500"})
  void bothWaysAreThoseOfTheFormula(int rows, int units) {
    float[] x = numbers(rows * units, 0.7);
    float[] delta = numbers(rows * units, 1.3);
    float[] gain = numbers(units, 0.4);
    INDArray sums = array(x, rows, units);
    INDArray outputs = Nd4j.create(DataType.FLOAT, rows, units);
    INDArray deltas = array(delta, rows, units);
    RecordedParameter gains =
        new RecordedParameter(array(gain, 1, units), Nd4j.create(DataType.FLOAT, 1, units));
    try (Recording recording = new Recording(Nd4j.create(DataType.FLOAT, 1))) {
      RowNormalisation normalisation = new RowNormalisation(sums);
      normalisation.forward(gains.value(), outputs, recording);
      normalisation.backward(deltas, gains, recording);
      List<Operation> operations = recording.take();
      for (int again = 0; again < 2; again++) { // nothing is left from one time to the next
        sums.assign(array(x, rows, units));
        deltas.assign(array(delta, rows, units));
        operations.forEach(Operation::run);
      }
    }
    double[] ofGains = new double[units];
    for (int row = 0; row < rows; row++) {
      int at = row * units;
      double mean = mean(x, at, units);
      double variance = 0;
      for (int i = at; i < at + units; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / units;
      }
      double deviation = Math.sqrt(variance);
      double[] normal = new double[units];
      double[] scaled = new double[units];
      double share = 0;
      for (int i = 0; i < units; i++) {
        normal[i] = units == 1 ? 0 : (x[at + i] - mean) / deviation;
        scaled[i] = (double) gain[i] * delta[at + i];
        share += scaled[i] * normal[i] / units;
        ofGains[i] += normal[i] * delta[at + i];
      }
      double middle = Arrays.stream(scaled).sum() / units;
      for (int i = 0; i < units; i++) {
        assertThat(outputs.getDouble(row, i)).isCloseTo(gain[i] * normal[i], within(1e-5));
        double below = units == 1 ? 0 : (scaled[i] - middle - normal[i] * share) / deviation;
        assertThat(deltas.getDouble(row, i)).isCloseTo(below, within(1e-5));
      }
    }
    for (int i = 0; i < units; i++) {
      assertThat(gains.gradient().getDouble(0, i)).isCloseTo(ofGains[i], within(1e-4));
    }
  }

  private static double mean(float[] numbers, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += numbers[i];
    }
    return sum / count;
  }

  private static float[] numbers(int count, double step) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (Math.sin(step * i) + 0.25 * Math.cos(0.1 * i));
    }
    return numbers;
  }

  private static INDArray array(float[] numbers, long... shape) {
    return Nd4j.createFromArray(numbers).reshape('c', shape).dup('c');
  }
}
