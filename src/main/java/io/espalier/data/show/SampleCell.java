package io.espalier.data.show;

import java.awt.Graphics2D;

/** Draws one example into a cell of a {@link SampleGrid}. */
interface SampleCell {
  int heightPixels();

  int widthPixels();

  /**
   * Draws an example.
   *
   * @param form 0 as it is; n as it is trained on in epoch n
   */
  void draw(Graphics2D graphics, int example, int form, int left, int top);
}
