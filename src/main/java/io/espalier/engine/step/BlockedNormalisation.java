package io.espalier.engine.step;

import io.espalier.engine.onednn.Argument;
import io.espalier.engine.onednn.Layout;
import io.espalier.engine.onednn.Primitive;
import io.espalier.engine.onednn.Primitives;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A {@link NormalisationStage} of images that lie in a layout of oneDNN; of others it is that
 * stage.
 */
final class BlockedNormalisation implements Stage {
  private final NormalisationStage plain;
  private INDArray inputs = Nd4j.empty();
  private INDArray outputs = Nd4j.empty();
  private INDArray mean = Nd4j.empty();
  private INDArray variance = Nd4j.empty();
  private Optional<Primitive> forward = Optional.empty();

  /**
   * A normalisation.
   *
   * @param plain the same for images row by row
   */
  BlockedNormalisation(NormalisationStage plain) {
    this.plain = plain;
  }

  @Override
  public boolean takesBlocks() {
    return true;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    Blocks blocks = recording.blocks();
    if (!blocks.has(batch)) {
      return plain.forward(batch, recording);
    }
    Layout layout = blocks.layout(batch);
    Primitive made = Primitives.normalisation(layout, plain.epsilon());
    forward = Optional.of(made);
    inputs = batch;
    outputs = blocks.array(layout, batch.shape());
    mean = recording.array(batch.size(1));
    variance = recording.array(batch.size(1));
    record(made, blocks);
    double numbers = (double) batch.length() / batch.size(1);
    recording.operation(
        Operation.of(
            "move_statistics",
            () -> plain.moveStatistics(mean, variance, numbers),
            mean,
            variance));
    return rectified(blocks);
  }

  private void record(Primitive made, Blocks blocks) {
    blocks.record(
        blocks
            .call("batchnorm", made)
            .with(Argument.SOURCE, inputs)
            .with(Argument.MEAN, mean)
            .with(Argument.VARIANCE, variance)
            .with(Argument.SCALE, plain.gamma().value())
            .with(Argument.SHIFT, plain.beta().value())
            .with(Argument.TARGET, outputs));
  }

  private INDArray rectified(Blocks blocks) {
    if (plain.rectified()) {
      blocks.rectify(outputs);
    }
    return outputs;
  }

  @Override
  public INDArray predict(INDArray batch, Recording recording) {
    Blocks blocks = recording.blocks();
    if (!blocks.has(batch)) {
      return plain.predict(batch, recording);
    }
    Layout layout = blocks.layout(batch);
    inputs = batch;
    outputs = blocks.array(layout, batch.shape());
    mean = plain.mean().value();
    variance = plain.variance().value();
    record(Primitives.fixedNormalisation(layout, plain.epsilon()), blocks);
    return rectified(blocks);
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    Blocks blocks = recording.blocks();
    if (forward.isEmpty()) {
      return plain.backward(blocks.plain(above), below, recording);
    }
    Layout layout = blocks.layout(outputs);
    INDArray delta = blocks.in(layout, above);
    if (plain.rectified()) {
      blocks.rectifyBack(outputs, delta);
    }
    Primitive made = Primitives.normalisationBack(layout, plain.epsilon(), forward.get());
    blocks.record(
        blocks
            .call("batchnorm_bp", made)
            .with(Argument.SOURCE, inputs)
            .with(Argument.MEAN, mean)
            .with(Argument.VARIANCE, variance)
            .with(Argument.SCALE, plain.gamma().value())
            .with(Argument.TARGET_GRADIENT, delta)
            .with(Argument.SOURCE_GRADIENT, delta)
            .with(Argument.SCALE_GRADIENT, plain.gamma().gradient())
            .with(Argument.SHIFT_GRADIENT, plain.beta().gradient()));
    return delta;
  }

  @Override
  public boolean yieldsOutputs() {
    return plain.yieldsOutputs();
  }
}
