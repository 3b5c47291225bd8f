package io.espalier.engine.step;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same as {@link LstmCell} in double precision, number by number. */
final class WideLstmCell implements Cell {
  private static final int GATES = 4;

  private final RecordedParameter bias;
  private final Sequences sequences;
  private final int units;
  private final double[] carried;
  private INDArray sums = Nd4j.empty();
  private INDArray states = Nd4j.empty();
  private INDArray delta = Nd4j.empty();
  private double[] gates = {};
  private double[] cells = {};

  WideLstmCell(RecordedParameter bias, Sequences sequences) {
    this.bias = bias;
    this.sequences = sequences;
    units = Math.toIntExact(bias.value().length() / GATES);
    carried = new double[units * sequences.examples()];
  }

  @Override
  public int gates() {
    return GATES;
  }

  @Override
  public void begin(INDArray sumArray, INDArray stateArray, Recording recording) {
    sums = sumArray;
    states = stateArray;
    gates = new double[Math.toIntExact(sums.length())];
    cells = new double[Math.toIntExact(states.length())];
  }

  @Override
  public void forward(int step, Recording recording) {
    recording.operation(Operation.of("lstm", () -> forward(step), sums, states));
  }

  private void forward(int step) {
    DoubleBuffer source = sums.data().asNioDouble();
    DoubleBuffer target = states.data().asNioDouble();
    for (int k = 0; k < carried.length; k++) {
      double there = sequences.present(step, k / units);
      int at = step * carried.length + k;
      int first = place(step, k);
      for (int gate = 0; gate < GATES; gate++) {
        int place = first + gate * units;
        double sum = source.get(place) + bias.value().getDouble(gate * units + k % units);
        gates[place] = gate == 0 ? Math.tanh(sum) : 1 / (1 + Math.exp(-sum));
      }
      double before = gates[first + units] * before(step, at);
      cells[at] = there * (before + gates[first + 3 * units] * gates[first]);
      target.put(at, gates[first + 2 * units] * Math.tanh(cells[at]));
    }
  }

  /** Where the first gate of a unit lies; the others lie {@code units} apart. */
  private int place(int step, int k) {
    return (step * sequences.examples() + k / units) * GATES * units + k % units;
  }

  private double before(int step, int at) {
    return step == 0 ? 0 : cells[at - carried.length];
  }

  @Override
  public INDArray beginBack(INDArray above, Recording recording) {
    delta = above;
    recording.operation(Operation.of("zero", this::clear));
    return sums;
  }

  private void clear() {
    Arrays.fill(carried, 0);
    bias.gradient().assign(0);
  }

  @Override
  public void backward(int step, Recording recording) {
    recording.operation(Operation.of("lstm_bp", () -> backward(step), delta, sums));
  }

  private void backward(int step) {
    DoubleBuffer above = delta.data().asNioDouble();
    int offset = Math.toIntExact(delta.offset());
    for (int k = 0; k < carried.length; k++) {
      double there = sequences.present(step, k / units);
      int at = step * carried.length + k;
      int first = place(step, k);
      double z = gates[first];
      double f = gates[first + units];
      double o = gates[first + 2 * units];
      double i = gates[first + 3 * units];
      double tangent = Math.tanh(cells[at]);
      double ofState = there * above.get(offset + at);
      double ofCell = there * carried[k] + ofState * o * (1 - tangent * tangent);
      put(first, k, 0, ofCell * i * (1 - z * z));
      put(first, k, 1, ofCell * before(step, at) * f * (1 - f));
      put(first, k, 2, ofState * tangent * o * (1 - o));
      put(first, k, 3, ofCell * z * i * (1 - i));
      carried[k] = ofCell * f;
    }
  }

  private void put(int first, int k, int gate, double ofSum) {
    sums.data().asNioDouble().put(first + gate * units, ofSum);
    int unit = gate * units + k % units;
    bias.gradient().putScalar(unit, bias.gradient().getDouble(unit) + ofSum);
  }

  @Override
  public void endBack(Recording recording) {
    // the gradient has been summed on the way
  }
}
