package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution whose windows are single pixels with others between them, as beside a block that
 * makes images smaller: the pixels that it looks at are put together first. Of those in their
 * places the native library takes a third longer, and on the way back two and a half times as long.
 */
final class ThinnedStage implements Stage {
  private final Window window;
  private final Stage inPlace;
  private final Stage together;
  private INDArray inputs = Nd4j.empty();
  private int[] places = {};
  private int planes;
  private float[] plane = {};
  private float[] kept = {};

  /**
   * A stage of {@code [batch, channels, h, w]}.
   *
   * @param window of one pixel, with a stride
   * @param inPlace the convolution of double precision
   * @param together the same of the pixels alone
   */
  ThinnedStage(Window window, Stage inPlace, Stage together) {
    this.window = window;
    this.inPlace = inPlace;
    this.together = together;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    if (!recording.single()) {
      return inPlace.forward(batch, recording);
    }
    inputs = batch;
    INDArray thinned = recording.array(window.outputShape(batch, batch.size(1)));
    places = places(batch, thinned);
    planes = Math.toIntExact(thinned.length() / places.length);
    plane = new float[Math.toIntExact(batch.length() / planes)];
    kept = new float[places.length];
    recording.reading("thin", batch, thinned, source -> thin(source, thinned));
    return together.forward(thinned, recording);
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    if (!recording.single()) {
      return inPlace.backward(delta, below, recording);
    }
    INDArray thinned = together.backward(delta, below, recording);
    if (!below) {
      return thinned;
    }
    INDArray whole = recording.array(inputs.shape());
    recording.operation(Operation.of("spread", () -> spread(thinned, whole), thinned, whole));
    return whole;
  }

  /** Where the kept pixels are in a plane. */
  private int[] places(INDArray images, INDArray kept) {
    int across = Math.toIntExact(kept.size(3));
    return IntStream.range(0, Math.toIntExact(kept.size(2)) * across)
        .map(
            at ->
                (int)
                    (at / across * window.strideHeight() * images.size(3)
                        + at % across * window.strideWidth()))
        .toArray();
  }

  private void thin(INDArray from, INDArray to) {
    FloatBuffer source = from.data().asNioFloat();
    FloatBuffer target = to.data().asNioFloat();
    int offset = Math.toIntExact(from.offset());
    for (int i = 0; i < planes; i++) {
      source.get(offset + i * plane.length, plane);
      for (int at = 0; at < places.length; at++) {
        kept[at] = plane[places[at]];
      }
      target.put(i * kept.length, kept);
    }
  }

  /** With zeros where no pixel was looked at. */
  private void spread(INDArray from, INDArray to) {
    FloatBuffer source = from.data().asNioFloat();
    FloatBuffer target = to.data().asNioFloat();
    Arrays.fill(plane, 0);
    for (int i = 0; i < planes; i++) {
      source.get(i * kept.length, kept);
      for (int at = 0; at < places.length; at++) {
        plane[places[at]] = kept[at];
      }
      target.put(i * plane.length, plane);
    }
  }

  @Override
  public boolean yieldsOutputs() {
    return together.yieldsOutputs();
  }
}
