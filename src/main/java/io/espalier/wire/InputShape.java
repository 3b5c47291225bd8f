package io.espalier.wire;

import java.io.Serializable;

/** The shape of one example, without the batch dimension. */
public sealed interface InputShape extends Serializable {
  /** Numbers in one example. */
  int size();

  /** A vector: {@code [features]}. */
  record Flat(int features) implements InputShape {
    public Flat {
      Check.positive("features", features);
    }

    @Override
    public int size() {
      return features;
    }

    @Override
    public String toString() {
      return Integer.toString(features);
    }
  }

  /** An image, plane by plane, each plane row by row: {@code [channels, height, width]}. */
  record Image(int channels, int height, int width) implements InputShape {
    public Image {
      Check.positive("channels", channels);
      Check.positive("height", height);
      Check.positive("width", width);
    }

    @Override
    public int size() {
      return channels * height * width;
    }

    @Override
    public String toString() {
      return channels + "x" + height + "x" + width;
    }
  }
}
