package io.espalier.driver.report;

import io.espalier.wire.Evaluation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** How often each true class is taken for which: rows are true classes, columns predictions. */
final class Confusion {
  private static final int EDGE = 12;
  private static final int MOST_NAME_PIXELS = 140;
  private static final int SMALLEST_WRITTEN = 34;
  private static final int SMALLEST_NAMED = 12;

  private final String caption;
  private final List<List<Integer>> counts;
  private final List<String> names;

  private Confusion(String caption, List<List<Integer>> counts, List<String> names) {
    this.caption = caption;
    this.counts = counts;
    this.names = names;
  }

  /** The picture of a model's test; empty for a regression or without a test part. */
  static Optional<ReportPicture> of(ModelView model, List<String> classes) {
    return model.model().outcome().test().stream()
        .map(Evaluation::confusion)
        .filter(counts -> !counts.isEmpty() && counts.size() == classes.size())
        .findFirst()
        .map(
            counts -> {
              Confusion confusion = new Confusion("Confusion matrix, test part", counts, classes);
              return new ReportPicture(
                  model.folder() + "/confusion",
                  confusion.caption,
                  confusion::data,
                  confusion::draw);
            });
  }

  private Csv data() {
    Csv csv = new Csv("true", "predicted", "count");
    for (int row = 0; row < counts.size(); row++) {
      for (int column = 0; column < counts.size(); column++) {
        csv.row(names.get(row), names.get(column), counts.get(row).get(column));
      }
    }
    return csv;
  }

  private BufferedImage draw() {
    int size = counts.size();
    int cell = Math.max(4, Math.min(58, 760 / size));
    int nameWidth = cell >= SMALLEST_NAMED ? nameWidth() : 0;
    int left = EDGE + Canvas.LINE + nameWidth + 8;
    int top = EDGE + 3 * Canvas.LINE + 6;
    boolean slanted = nameWidth > cell - 4;
    int below = slanted ? nameWidth : Canvas.LINE;
    int width = Math.max(left + size * cell, 460) + EDGE;
    Canvas canvas = new Canvas(width, top + size * cell + below + 2 * Canvas.LINE + EDGE);
    canvas.text(caption, Canvas.TITLE, EDGE, EDGE + 14, width - 2 * EDGE);
    canvas.text(
        "shade: share of the true class", Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, width - 24);
    for (int row = 0; row < size; row++) {
      row(canvas, row, left, top + row * cell, cell);
    }
    canvas.frame(ChartColours.BAR, left, top, size * cell, size * cell);
    if (nameWidth > 0) {
      names(canvas, left, top, cell, nameWidth, slanted);
    }
    canvas.centred(
        "predicted", Canvas.TEXT, left + size * cell / 2, top + size * cell + below + 26, 400);
    canvas.upright(
        "true", EDGE + 12, top + size * cell / 2 + Canvas.width("true", Canvas.TEXT) / 2);
    return canvas.image();
  }

  private int nameWidth() {
    int widest = names.stream().mapToInt(name -> Canvas.width(name, Canvas.TEXT)).max().orElse(0);
    return Math.min(widest, MOST_NAME_PIXELS) + 2;
  }

  private void row(Canvas canvas, int row, int left, int top, int cell) {
    int total = Math.max(1, counts.get(row).stream().mapToInt(Integer::intValue).sum());
    for (int column = 0; column < counts.size(); column++) {
      int count = counts.get(row).get(column);
      double share = (double) count / total;
      canvas.fill(ChartColours.ofCount(share), left + column * cell, top, cell, cell);
      if (cell >= SMALLEST_WRITTEN) {
        canvas.graphics().setColor(share > 0.5 ? Color.WHITE : ChartColours.INK);
        canvas.centred(
            Integer.toString(count),
            Canvas.TEXT,
            left + column * cell + cell / 2,
            top + cell / 2 + 5,
            cell);
        canvas.graphics().setColor(ChartColours.INK);
      }
    }
  }

  private void names(Canvas canvas, int left, int top, int cell, int nameWidth, boolean slanted) {
    int bottom = top + counts.size() * cell;
    for (int i = 0; i < names.size(); i++) {
      int middle = i * cell + cell / 2;
      canvas.flushRight(names.get(i), Canvas.TEXT, left - 6, top + middle + 5, nameWidth);
      if (slanted) {
        String name = Canvas.cut(names.get(i), Canvas.TEXT, nameWidth);
        canvas.upright(name, left + middle + 5, bottom + 6 + Canvas.width(name, Canvas.TEXT));
      } else {
        canvas.centred(names.get(i), Canvas.TEXT, left + middle, bottom + 15, cell);
      }
    }
  }
}
