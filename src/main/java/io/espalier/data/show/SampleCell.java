package io.espalier.data.show;

import java.awt.Graphics2D;

/** Draws one example into a cell of a {@link SampleGrid}. */
interface SampleCell {
  int heightPixels();

  int widthPixels();

  void draw(Graphics2D graphics, int example, int left, int top);
}
