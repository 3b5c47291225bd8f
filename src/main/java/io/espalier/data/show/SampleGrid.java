package io.espalier.data.show;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.Part;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A row for each class with its name: its first ten training examples, or the first of them as it
 * is and as it is trained on in the first nine epochs.
 */
final class SampleGrid {
  private static final int COLUMNS = 10;
  private static final int MOST_ROWS = 50;
  private static final int GAP_PIXELS = 4;
  private static final int NAME_PIXELS = 130;

  private final PreparedData data;
  private final SampleCell cell;
  private final boolean augmented;

  SampleGrid(PreparedData data, SampleCell cell, boolean augmented) {
    this.data = data;
    this.cell = cell;
    this.augmented = augmented;
  }

  BufferedImage draw() {
    List<String> names = names();
    int rows = Math.min(names.size(), MOST_ROWS);
    BufferedImage picture =
        new BufferedImage(
            NAME_PIXELS + COLUMNS * (cell.widthPixels() + GAP_PIXELS),
            rows * (cell.heightPixels() + GAP_PIXELS) + GAP_PIXELS,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    Lettering letters = new Lettering(graphics);
    for (int label = 0; label < rows; label++) {
      int top = GAP_PIXELS + label * (cell.heightPixels() + GAP_PIXELS);
      graphics.setColor(Color.BLACK);
      letters.write(names.get(label), 6, top + cell.heightPixels() / 2 + 5, NAME_PIXELS - 12);
      row(graphics, label, top);
    }
    graphics.dispose();
    return picture;
  }

  private List<String> names() {
    return data.dataset().targets() instanceof Targets.Classes classes
        ? classes.names()
        : List.of("samples");
  }

  private void row(Graphics2D graphics, int label, int top) {
    List<Integer> samples = samples(label);
    int forms = samples.isEmpty() ? 0 : COLUMNS;
    for (int i = 0; i < (augmented ? forms : samples.size()); i++) {
      int left = NAME_PIXELS + i * (cell.widthPixels() + GAP_PIXELS);
      cell.draw(graphics, samples.get(augmented ? 0 : i), augmented ? i : 0, left, top);
    }
  }

  private List<Integer> samples(int label) {
    List<Integer> samples = new ArrayList<>();
    for (int row : data.split().rows(Part.TRAIN)) {
      boolean wanted =
          !(data.dataset().targets() instanceof Targets.Classes classes)
              || classes.labels()[row] == label;
      if (wanted && samples.size() < COLUMNS) {
        samples.add(row);
      }
    }
    return samples;
  }
}
