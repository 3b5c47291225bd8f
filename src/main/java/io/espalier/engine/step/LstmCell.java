package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The cell of long short-term memory with forget gates (Gers, Schmidhuber and Cummins 2000) in
 * single precision: z = tanh, f, o and i logistic functions of their sums, in this order; c = f·c'
 * + i·z; h = o·tanh c. A few rows are looked at together, each gate's numbers one after another, so
 * that all stay in the first cache and the virtual machine makes vectors of the loops.
 */
final class LstmCell implements Cell {
  private static final int GATES = 4;

  /** Numbers of a gate that are looked at together, unless a row has more. */
  private static final int CHUNK = 512;

  private final RecordedParameter bias;
  private final Sequences sequences;
  private final int units;
  private final int perStep;
  private final int rowsAtOnce;
  private final float[][] biases = new float[GATES][];
  private final float[][] sumsOfBiases = new float[GATES][];
  private final float[][] gates = new float[GATES][];
  private final float[][] deltas = new float[GATES][];
  private final float[] rowsOfGates;
  private final float[] cellBefore;
  private final float[] cell;
  private final float[] tangent;
  private final float[] state;
  private final float[] ofCell;
  private final float[] present;
  private final float[] zeros;
  private final float[] carried;
  private INDArray sums = Nd4j.empty();
  private INDArray states = Nd4j.empty();
  private INDArray delta = Nd4j.empty();
  private FloatBuffer sumNumbers = FloatBuffer.allocate(0);
  private FloatBuffer stateNumbers = FloatBuffer.allocate(0);
  private FloatBuffer deltaNumbers = FloatBuffer.allocate(0);
  private FloatBuffer cellNumbers = FloatBuffer.allocate(0);
  private FloatBuffer tangentNumbers = FloatBuffer.allocate(0);

  LstmCell(RecordedParameter bias, Sequences sequences) {
    this.bias = bias;
    this.sequences = sequences;
    units = Math.toIntExact(bias.value().length() / GATES);
    perStep = units * sequences.examples();
    rowsAtOnce = Math.min(sequences.examples(), Math.max(1, CHUNK / units));
    int chunk = rowsAtOnce * units;
    for (int gate = 0; gate < GATES; gate++) {
      biases[gate] = new float[chunk];
      sumsOfBiases[gate] = new float[chunk];
      gates[gate] = new float[chunk];
      deltas[gate] = new float[chunk];
    }
    rowsOfGates = new float[GATES * chunk];
    cellBefore = new float[chunk];
    cell = new float[chunk];
    tangent = new float[chunk];
    state = new float[chunk];
    ofCell = new float[chunk];
    present = new float[chunk];
    zeros = new float[chunk];
    carried = new float[perStep];
  }

  @Override
  public int gates() {
    return GATES;
  }

  @Override
  public void begin(INDArray sumArray, INDArray stateArray, Recording recording) {
    sums = sumArray;
    states = stateArray;
    sumNumbers = sums.data().asNioFloat();
    stateNumbers = states.data().asNioFloat();
    cellNumbers = recording.array(states.shape()).data().asNioFloat();
    tangentNumbers = recording.array(states.shape()).data().asNioFloat();
    recording.operation(Operation.of("lstm_bias", this::spreadBias, bias.value()));
  }

  private void spreadBias() {
    int from = Math.toIntExact(bias.value().offset());
    bias.value().data().asNioFloat().get(from, rowsOfGates, 0, GATES * units);
    for (int gate = 0; gate < GATES; gate++) {
      for (int to = 0; to < biases[gate].length; to += units) {
        System.arraycopy(rowsOfGates, gate * units, biases[gate], to, units);
      }
    }
  }

  @Override
  public void forward(int step, Recording recording) {
    recording.operation(Operation.of("lstm", () -> forward(step), sums, states));
  }

  private void forward(int step) {
    for (int from = 0; from < sequences.examples(); from += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, sequences.examples() - from);
      int count = rows * units;
      int at = step * perStep + from * units;
      readGates(at * GATES, rows);
      readCellBefore(step, at, count);
      SigmoidCurves.tangent(gates[0], biases[0], count);
      for (int gate = 1; gate < GATES; gate++) {
        SigmoidCurves.logistic(gates[gate], biases[gate], count);
      }
      writeGates(gates, at * GATES, rows);
      remember(gates[1], cellBefore, gates[3], gates[0], cell, count);
      if (!sequences.whole(step)) {
        readPresence(step, from, rows);
        multiply(cell, present, count);
      }
      System.arraycopy(cell, 0, tangent, 0, count);
      SigmoidCurves.tangent(tangent, zeros, count);
      multiply(gates[2], tangent, state, count);
      cellNumbers.put(at, cell, 0, count);
      tangentNumbers.put(at, tangent, 0, count);
      stateNumbers.put(at, state, 0, count);
    }
  }

  private void readGates(int at, int rows) {
    sumNumbers.get(at, rowsOfGates, 0, rows * GATES * units);
    for (int i = 0; i < rows; i++) {
      for (int gate = 0; gate < GATES; gate++) {
        System.arraycopy(rowsOfGates, (i * GATES + gate) * units, gates[gate], i * units, units);
      }
    }
  }

  private void writeGates(float[][] numbers, int at, int rows) {
    for (int i = 0; i < rows; i++) {
      for (int gate = 0; gate < GATES; gate++) {
        System.arraycopy(numbers[gate], i * units, rowsOfGates, (i * GATES + gate) * units, units);
      }
    }
    sumNumbers.put(at, rowsOfGates, 0, rows * GATES * units);
  }

  private void readCellBefore(int step, int at, int count) {
    if (step == 0) {
      Arrays.fill(cellBefore, 0, count, 0);
    } else {
      cellNumbers.get(at - perStep, cellBefore, 0, count);
    }
  }

  private void readPresence(int step, int from, int rows) {
    for (int i = 0; i < rows; i++) {
      Arrays.fill(present, i * units, (i + 1) * units, sequences.present(step, from + i));
    }
  }

  private static void remember(
      float[] f, float[] before, float[] i, float[] z, float[] c, int count) {
    for (int k = 0; k < count; k++) {
      c[k] = f[k] * before[k] + i[k] * z[k];
    }
  }

  private static void multiply(float[] numbers, float[] factors, int count) {
    for (int k = 0; k < count; k++) {
      numbers[k] *= factors[k];
    }
  }

  private static void multiply(float[] a, float[] b, float[] products, int count) {
    for (int k = 0; k < count; k++) {
      products[k] = a[k] * b[k];
    }
  }

  @Override
  public INDArray beginBack(INDArray above, Recording recording) {
    delta = above;
    deltaNumbers = delta.data().asNioFloat();
    recording.operation(Operation.of("zero", this::clear));
    return sums;
  }

  private void clear() {
    Arrays.fill(carried, 0);
    for (float[] sum : sumsOfBiases) {
      Arrays.fill(sum, 0);
    }
  }

  @Override
  public void backward(int step, Recording recording) {
    recording.operation(Operation.of("lstm_bp", () -> backward(step), delta, sums));
  }

  private void backward(int step) {
    int offset = Math.toIntExact(delta.offset());
    for (int from = 0; from < sequences.examples(); from += rowsAtOnce) {
      int rows = Math.min(rowsAtOnce, sequences.examples() - from);
      int count = rows * units;
      int at = step * perStep + from * units;
      readGates(at * GATES, rows);
      tangentNumbers.get(at, tangent, 0, count);
      readCellBefore(step, at, count);
      deltaNumbers.get(offset + at, state, 0, count);
      Denormals.drown(state, count);
      System.arraycopy(carried, from * units, ofCell, 0, count);
      backThroughState(gates[2], tangent, state, ofCell, deltas[2], count);
      if (!sequences.whole(step)) {
        readPresence(step, from, rows);
        multiply(ofCell, present, count);
        multiply(deltas[2], present, count);
      }
      backThroughTangent(gates[0], gates[3], ofCell, deltas[0], count);
      backThroughGate(gates[1], cellBefore, ofCell, deltas[1], count);
      backThroughGate(gates[3], gates[0], ofCell, deltas[3], count);
      multiply(ofCell, gates[1], count);
      Denormals.drown(ofCell, count);
      System.arraycopy(ofCell, 0, carried, from * units, count);
      for (int gate = 0; gate < GATES; gate++) {
        add(sumsOfBiases[gate], deltas[gate], count);
      }
      writeGates(deltas, at * GATES, rows);
    }
  }

  /** δo·o(1 − o) with δo = δh·tanh c, and δc + δh·o·(1 − tanh² c). */
  private static void backThroughState(
      float[] o, float[] tangent, float[] ofState, float[] ofCell, float[] ofSum, int count) {
    for (int k = 0; k < count; k++) {
      float open = ofState[k] * o[k];
      ofCell[k] += open * (1 - tangent[k] * tangent[k]);
      ofSum[k] = open * tangent[k] * (1 - o[k]);
    }
  }

  /** δc·i·(1 − z²). */
  private static void backThroughTangent(
      float[] z, float[] i, float[] ofCell, float[] ofSum, int count) {
    for (int k = 0; k < count; k++) {
      ofSum[k] = ofCell[k] * i[k] * (1 - z[k] * z[k]);
    }
  }

  /** δc·x·g·(1 − g) of a gate g that x goes through. */
  private static void backThroughGate(
      float[] g, float[] x, float[] ofCell, float[] ofSum, int count) {
    for (int k = 0; k < count; k++) {
      ofSum[k] = ofCell[k] * x[k] * g[k] * (1 - g[k]);
    }
  }

  private static void add(float[] to, float[] numbers, int count) {
    for (int k = 0; k < count; k++) {
      to[k] += numbers[k];
    }
  }

  @Override
  public void endBack(Recording recording) {
    recording.operation(Operation.of("lstm_bias_bp", this::writeBiasGradient, bias.gradient()));
  }

  private void writeBiasGradient() {
    for (int gate = 0; gate < GATES; gate++) {
      for (int unit = 0; unit < units; unit++) {
        float sum = 0;
        for (int k = unit; k < sumsOfBiases[gate].length; k += units) {
          sum += sumsOfBiases[gate][k];
        }
        rowsOfGates[gate * units + unit] = sum;
      }
    }
    int to = Math.toIntExact(bias.gradient().offset());
    bias.gradient().data().asNioFloat().put(to, rowsOfGates, 0, GATES * units);
  }
}
