package io.espalier.engine.step;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A cell without gates: h = f(W·x + R·h' + b). */
final class PlainCell implements Cell {
  private final RecordedParameter bias;
  private final Supplier<ActivationStage> activation;
  private final Sequences sequences;
  private final List<ActivationStage> activations = new ArrayList<>();
  private INDArray sums = Nd4j.empty();
  private INDArray states = Nd4j.empty();
  private INDArray delta = Nd4j.empty();
  private float[] ofStates = {};

  /**
   * A cell.
   *
   * @param activation makes f for one step
   */
  PlainCell(RecordedParameter bias, Supplier<ActivationStage> activation, Sequences sequences) {
    this.bias = bias;
    this.activation = activation;
    this.sequences = sequences;
  }

  @Override
  public int gates() {
    return 1;
  }

  @Override
  public void begin(INDArray sumArray, INDArray stateArray, Recording recording) {
    sums = sumArray;
    states = stateArray;
    activations.addAll(Collections.nCopies(sequences.steps(), new Activations.Identity()));
    INDArray all = RecurrentStage.rows(sums, 0, sequences.steps());
    recording.shift(all, all, bias.value());
  }

  @Override
  public void forward(int step, Recording recording) {
    ActivationStage function = activation.get();
    activations.set(step, function);
    INDArray outputs = function.forward(RecurrentStage.rows(sums, step, step + 1), recording);
    recording.operation(Operation.of("state", () -> keep(outputs, step), outputs, states));
  }

  /** Copies the states of a step, zeros for sequences that have it not. */
  private void keep(INDArray outputs, int step) {
    ByteBuffer source = outputs.data().asNio();
    ByteBuffer target = states.data().asNio();
    int bytes = bytesOfState();
    int from = Math.toIntExact(outputs.offset() * outputs.dataType().width());
    int to = step * sequences.examples() * bytes;
    target.put(to, source, from, sequences.examples() * bytes);
    sequences.clearMissing(target, to, bytes, step);
  }

  private int bytesOfState() {
    return Math.toIntExact(states.size(2) * states.dataType().width());
  }

  @Override
  public INDArray beginBack(INDArray above, Recording recording) {
    delta = above;
    ofStates = new float[recording.single() ? (int) (above.size(1) * above.size(2)) : 0];
    return above;
  }

  @Override
  public void backward(int step, Recording recording) {
    INDArray of = RecurrentStage.rows(delta, step, step + 1);
    int from = Math.toIntExact(of.offset() * of.dataType().width());
    Runnable work =
        () -> {
          sequences.clearMissing(of.data().asNio(), from, bytesOfState(), step);
          dropSmall(of);
        };
    recording.operation(Operation.of("state_bp", work, of));
    activations.get(step).backward(of, true, recording);
  }

  private void dropSmall(INDArray of) {
    if (ofStates.length > 0) {
      FloatBuffer numbers = of.data().asNioFloat();
      int from = Math.toIntExact(of.offset());
      numbers.get(from, ofStates);
      Denormals.drown(ofStates, ofStates.length);
      numbers.put(from, ofStates);
    }
  }

  @Override
  public void endBack(Recording recording) {
    INDArray all = RecurrentStage.rows(delta, 0, sequences.steps());
    INDArray gradient = bias.gradient().reshape(1, bias.gradient().length());
    recording.product(recording.ones(1, all.size(0)), false, all, gradient);
  }
}
