package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.Features;
import io.espalier.wire.InputShape;
import java.util.List;

/** An array as examples, one along its first axis: pictures plane by plane, or vectors. */
record ArrayExamples(NpyArray array, InputShape shape, Features features) {
  static ArrayExamples of(NpyArray array) {
    List<Integer> sizes = array.shape();
    if (sizes.size() == 2) {
      return new ArrayExamples(array, new InputShape.Flat(sizes.get(1)), array.values());
    }
    if (sizes.size() == 3) {
      InputShape grey = new InputShape.Image(1, sizes.get(1), sizes.get(2));
      return new ArrayExamples(array, grey, array.values());
    }
    if (sizes.size() == 4 && isChannels(sizes.get(3))) {
      return channelsLast(array, new InputShape.Image(sizes.get(3), sizes.get(1), sizes.get(2)));
    }
    if (sizes.size() == 4 && isChannels(sizes.get(1))) {
      InputShape planes = new InputShape.Image(sizes.get(1), sizes.get(2), sizes.get(3));
      return new ArrayExamples(array, planes, array.values());
    }
    throw new DataException(
        array.name()
            + ": expected pictures [examples, height, width], [examples, height, width, 1 or 3] or"
            + " [examples, 1 or 3, height, width], or vectors [examples, features], found the shape "
            + sizes);
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3;
  }

  private static ArrayExamples channelsLast(NpyArray array, InputShape.Image shape) {
    int[] order = planeOrder(shape);
    int size = shape.size();
    int examples = array.examples();
    if (array.values() instanceof Features.Bytes bytes) {
      byte[] planes = new byte[bytes.length()];
      for (int i = 0; i < planes.length; i++) {
        planes[i] = bytes.values()[i - i % size + order[i % size]];
      }
      return new ArrayExamples(array, shape, new Features.Bytes(planes));
    }
    float[] planes = new float[array.values().length()];
    for (int example = 0; example < examples; example++) {
      float[] stored = array.example(example);
      for (int i = 0; i < size; i++) {
        planes[example * size + i] = stored[order[i]];
      }
    }
    return new ArrayExamples(array, shape, new Features.Floats(planes));
  }

  /** For each number of a picture plane by plane its place pixel by pixel. */
  private static int[] planeOrder(InputShape.Image shape) {
    int plane = shape.height() * shape.width();
    int[] order = new int[shape.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i % plane * shape.channels() + i / plane;
    }
    return order;
  }
}
