package io.espalier.engine.step;

import io.espalier.engine.onednn.Argument;
import io.espalier.engine.onednn.Layout;
import io.espalier.engine.onednn.Primitive;
import io.espalier.engine.onednn.Primitives;
import io.espalier.engine.onednn.Sliding;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A {@link PoolingStage} of images that lie in a layout of oneDNN; of others it is that stage. */
final class BlockedPooling implements Stage {
  private final Stage plain;
  private final Window window;
  private final boolean maximum;
  private final boolean rectified;
  private INDArray inputs = Nd4j.empty();
  private INDArray outputs = Nd4j.empty();
  private INDArray workspace = Nd4j.empty();
  private Optional<Primitive> forward = Optional.empty();

  /**
   * A maximum or a mean.
   *
   * @param plain the same for images row by row
   */
  BlockedPooling(Stage plain, Window window, boolean maximum, boolean rectified) {
    this.plain = plain;
    this.window = window;
    this.maximum = maximum;
    this.rectified = rectified;
  }

  @Override
  public boolean takesBlocks() {
    return true;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    return recording.blocks().has(batch)
        ? forward(batch, true, recording.blocks())
        : plain.forward(batch, recording);
  }

  @Override
  public INDArray predict(INDArray batch, Recording recording) {
    return recording.blocks().has(batch)
        ? forward(batch, false, recording.blocks())
        : plain.predict(batch, recording);
  }

  private INDArray forward(INDArray batch, boolean back, Blocks blocks) {
    inputs = batch;
    long[] shape = window.outputShape(batch, batch.size(1));
    Primitive made = primitive(blocks.layout(batch), shape, back);
    forward = Optional.of(made);
    outputs = blocks.array(made.layout(Argument.TARGET), shape);
    BlockedCall call =
        blocks
            .call(maximum ? "maxpool2d" : "avgpool2d", made)
            .with(Argument.SOURCE, batch)
            .with(Argument.TARGET, outputs);
    if (back && maximum) {
      workspace = blocks.space(made.layout(Argument.WORKSPACE));
      call.with(Argument.WORKSPACE, workspace);
    }
    blocks.record(call);
    return outputs;
  }

  private Primitive primitive(Layout source, long[] shape, boolean back) {
    Sliding sliding = window.sliding(inputs.shape(), shape);
    try (Layout target = Layout.any(shape)) {
      return maximum
          ? Primitives.maximum(source, target, sliding, back, rectified)
          : Primitives.mean(source, target, sliding, back);
    }
  }

  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    Blocks blocks = recording.blocks();
    if (forward.isEmpty()) {
      return plain.backward(blocks.plain(above), below, recording);
    }
    INDArray delta = blocks.in(blocks.layout(outputs), above);
    if (rectified) {
      blocks.rectifyBack(outputs, delta);
    }
    Layout source = blocks.layout(inputs);
    INDArray result = blocks.array(source, inputs.shape());
    BlockedCall call =
        blocks
            .call(maximum ? "maxpool2d_bp" : "avgpool2d_bp", back(source, blocks))
            .with(Argument.TARGET_GRADIENT, delta)
            .with(Argument.SOURCE_GRADIENT, result);
    blocks.record(maximum ? call.with(Argument.WORKSPACE, workspace) : call);
    return result;
  }

  private Primitive back(Layout source, Blocks blocks) {
    Sliding sliding = window.sliding(inputs.shape(), outputs.shape());
    Layout target = blocks.layout(outputs);
    return maximum
        ? Primitives.maximumBack(source, target, sliding, forward.orElseThrow())
        : Primitives.meanBack(source, target, sliding, forward.orElseThrow());
  }
}
