package io.espalier.driver.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The test examples of the highest loss: what they are, and what they were taken for. */
final class WorstPredictions {
  private static final int EDGE = 12;
  private static final int IMAGE = 112;
  private static final int CELL = 300;
  private static final int COLUMNS = 3;
  private static final int BETWEEN = 14;
  private static final int LINES = 5;
  private static final int MOST_INPUT_LINES = 3;

  private final ModelView model;
  private final List<Miss> worst;
  private final boolean images;

  private WorstPredictions(ModelView model, List<Miss> worst) {
    this.model = model;
    this.worst = worst;
    this.images = worst.stream().anyMatch(miss -> miss.example().image().isPresent());
  }

  /** The picture of a classifier that was looked at. */
  static Optional<ReportPicture> of(ModelView model) {
    return model
        .judged()
        .filter(judged -> !judged.worst().isEmpty())
        .map(judged -> new WorstPredictions(model, judged.worst()))
        .map(
            picture ->
                new ReportPicture(
                    model.folder() + "/worst-predictions",
                    picture.caption(),
                    picture::data,
                    picture::draw));
  }

  private String caption() {
    return "Worst predictions: the " + worst.size() + " test examples of the highest loss";
  }

  private Csv data() {
    List<String> header =
        new ArrayList<>(
            List.of("sample", "true", "predicted", "probability", "probability_of_true", "loss"));
    worst.get(0).inputs().stream().map(Fact::name).forEach(header::add);
    Csv csv = new Csv(header);
    for (Miss miss : worst) {
      List<Object> row =
          new ArrayList<>(
              List.of(
                  miss.example().index(),
                  miss.example().truth(),
                  miss.predicted(),
                  miss.confidence(),
                  miss.likelihood(),
                  miss.loss()));
      miss.inputs().stream().map(Fact::text).forEach(row::add);
      csv.row(row);
    }
    return csv;
  }

  private BufferedImage draw() {
    int rows = (worst.size() + COLUMNS - 1) / COLUMNS;
    int tall =
        (images ? IMAGE : (LINES + (hasInputs() ? MOST_INPUT_LINES : 0)) * Canvas.LINE) + BETWEEN;
    int top = EDGE + 3 * Canvas.LINE;
    int width = COLUMNS * (CELL + BETWEEN) + 2 * EDGE;
    Canvas canvas = new Canvas(width, top + rows * tall + EDGE);
    canvas.text(caption(), Canvas.TITLE, EDGE, EDGE + 14, width - 2 * EDGE);
    canvas.text(model.title(), Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, width - 2 * EDGE);
    for (int i = 0; i < worst.size(); i++) {
      int left = EDGE + i % COLUMNS * (CELL + BETWEEN);
      miss(canvas, worst.get(i), left, top + i / COLUMNS * tall);
    }
    return canvas.image();
  }

  private boolean hasInputs() {
    return !worst.get(0).inputs().isEmpty();
  }

  private void miss(Canvas canvas, Miss miss, int left, int top) {
    miss.example().image().ifPresent(image -> image(canvas, image, left, top));
    int text = images ? left + IMAGE + 8 : left;
    int width = left + CELL - text;
    List<String> lines =
        new ArrayList<>(
            List.of(
                "example " + miss.example().index(),
                "is " + miss.example().truth(),
                "taken for " + miss.predicted() + ": " + ReportNumbers.text(miss.confidence()),
                "its own class: " + ReportNumbers.text(miss.likelihood()),
                "loss " + ReportNumbers.text(miss.loss())));
    if (hasInputs()) {
      String inputs =
          miss.inputs().stream()
              .map(input -> input.name() + "=" + input.text())
              .reduce((a, b) -> a + " " + b)
              .orElse("");
      lines.addAll(Canvas.wrapped(inputs, Canvas.SMALL, width, MOST_INPUT_LINES));
    }
    IntStream.range(0, lines.size())
        .forEach(
            i ->
                canvas.text(
                    lines.get(i),
                    i < LINES ? Canvas.TEXT : Canvas.SMALL,
                    text,
                    top + 14 + i * Canvas.LINE,
                    width));
  }

  private static void image(Canvas canvas, Pixels image, int left, int top) {
    int largest = Math.max(image.shape().height(), image.shape().width());
    double zoom = (double) IMAGE / largest;
    canvas.enlarged(
        PixelPainter.natural(image, new Span(0, 255)),
        left,
        top,
        (int) Math.max(1, Math.round(image.shape().width() * zoom)),
        (int) Math.max(1, Math.round(image.shape().height() * zoom)));
  }
}
