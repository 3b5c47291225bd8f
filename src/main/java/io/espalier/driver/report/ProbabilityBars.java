package io.espalier.driver.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The classes' probabilities of chosen test examples: a row per example, a column per model. */
final class ProbabilityBars {
  static final String NAME = "probabilities";
  private static final int EDGE = 12;
  private static final int IMAGE = 128;
  private static final int BETWEEN = 28;
  private static final int BAR = 16;
  private static final int FULL = 150;
  private static final int NUMBER = 46;
  private static final int MOST_NAME_PIXELS = 120;
  private static final int MOST_CLASSES = 12;
  private static final int MOST_TITLE_LINES = 3;

  private final List<ModelView> models;
  private final List<SampleView> samples;
  private final List<String> classes;

  private ProbabilityBars(List<ModelView> models, List<SampleView> samples, List<String> classes) {
    this.models = models;
    this.samples = samples;
    this.classes = classes;
  }

  /** The picture of all models that predicted the samples. */
  static Optional<ReportPicture> of(ReportContent content) {
    List<ModelView> models =
        content.models().stream().filter(model -> !model.probabilities().isEmpty()).toList();
    if (models.isEmpty() || content.samples().isEmpty()) {
      return Optional.empty();
    }
    ProbabilityBars bars = new ProbabilityBars(models, content.samples(), content.classes());
    return Optional.of(
        new ReportPicture(NAME, "Probabilities of test examples", bars::data, bars::draw));
  }

  private Csv data() {
    Csv csv = new Csv("sample", "true", "trial", "seed_index", "class", "probability");
    for (int i = 0; i < samples.size(); i++) {
      for (ModelView model : models) {
        for (int label = 0; label < classes.size(); label++) {
          csv.row(
              samples.get(i).index(),
              samples.get(i).truth(),
              model.model().trial(),
              model.model().seedIndex(),
              classes.get(label),
              model.probabilities().get(i).get(label));
        }
      }
    }
    return csv;
  }

  private BufferedImage draw() {
    int shown = Math.min(MOST_CLASSES, classes.size());
    int nameWidth = Math.min(MOST_NAME_PIXELS, widestName());
    int panel = nameWidth + 6 + FULL + NUMBER;
    int rowHeight = Math.max(Canvas.LINE + shown * BAR, Canvas.LINE + imageHeight()) + 18;
    int left = EDGE + sampleWidth() + BETWEEN;
    List<List<String>> titles =
        models.stream()
            .map(model -> Canvas.wrapped(model.title(), Canvas.TEXT, panel, MOST_TITLE_LINES))
            .toList();
    int head = EDGE + 3 * Canvas.LINE + 10;
    int lines = titles.stream().mapToInt(List::size).max().orElse(1);
    int top = head + lines * Canvas.LINE;
    int width = left + models.size() * (panel + BETWEEN) - BETWEEN + EDGE;
    Canvas canvas = new Canvas(Math.max(width, 520), top + samples.size() * rowHeight);
    canvas.text("Probabilities of test examples", Canvas.TITLE, EDGE, EDGE + 14, width - 2 * EDGE);
    canvas.text(
        "blue: the true class, red: another one that was predicted",
        Canvas.TEXT,
        EDGE,
        EDGE + 14 + Canvas.LINE,
        canvas.image().getWidth() - 2 * EDGE);
    for (int column = 0; column < models.size(); column++) {
      int at = left + column * (panel + BETWEEN);
      for (int line = 0; line < titles.get(column).size(); line++) {
        canvas.text(
            titles.get(column).get(line), Canvas.TEXT, at, head + line * Canvas.LINE, panel);
      }
    }
    for (int row = 0; row < samples.size(); row++) {
      int down = top + row * rowHeight;
      sample(canvas, samples.get(row), down);
      for (int column = 0; column < models.size(); column++) {
        List<Float> probabilities = models.get(column).probabilities().get(row);
        int at = left + column * (panel + BETWEEN);
        bars(canvas, samples.get(row), probabilities, at, down + Canvas.LINE, nameWidth);
      }
    }
    return canvas.image();
  }

  private int widestName() {
    return classes.stream().mapToInt(name -> Canvas.width(name, Canvas.SMALL)).max().orElse(0) + 2;
  }

  private int imageHeight() {
    return samples.stream().anyMatch(sample -> sample.image().isPresent()) ? IMAGE : 0;
  }

  private int sampleWidth() {
    int names =
        samples.stream().mapToInt(s -> Canvas.width(title(s), Canvas.TEXT)).max().orElse(0) + 2;
    return Math.max(IMAGE, Math.min(220, names));
  }

  private static String title(SampleView sample) {
    return "example " + sample.index() + ": " + sample.truth();
  }

  private void sample(Canvas canvas, SampleView sample, int top) {
    canvas.text(title(sample), Canvas.TEXT, EDGE, top + 13, sampleWidth());
    sample
        .image()
        .ifPresent(
            image -> {
              int largest = Math.max(image.shape().height(), image.shape().width());
              int zoom = Math.max(1, IMAGE / largest);
              double shrink = Math.min(1, (double) IMAGE / largest);
              canvas.enlarged(
                  PixelPainter.natural(image, new Span(0, 255)),
                  EDGE,
                  top + Canvas.LINE,
                  (int) (image.shape().width() * zoom * shrink),
                  (int) (image.shape().height() * zoom * shrink));
            });
  }

  private void bars(
      Canvas canvas,
      SampleView sample,
      List<Float> probabilities,
      int left,
      int top,
      int nameWidth) {
    List<Integer> order = order(probabilities);
    int likeliest = order.stream().max(Comparator.comparingDouble(probabilities::get)).orElse(0);
    int zero = left + nameWidth + 6;
    for (int i = 0; i < order.size(); i++) {
      int label = order.get(i);
      int base = top + i * BAR;
      boolean truth = classes.get(label).equals(sample.truth());
      Color colour =
          truth
              ? ChartColours.BLUE
              : label == likeliest ? ChartColours.VERMILLION : ChartColours.BAR;
      double share = Math.max(0, Math.min(1, probabilities.get(label)));
      canvas.flushRight(classes.get(label), Canvas.SMALL, zero - 6, base + 12, nameWidth);
      canvas.fill(ChartColours.GRID, zero, base + 2, FULL, BAR - 4);
      canvas.fill(colour, zero, base + 2, (int) Math.round(share * FULL), BAR - 4);
      canvas.text(
          String.format(java.util.Locale.ROOT, "%.3f", probabilities.get(label)),
          Canvas.SMALL,
          zero + FULL + 6,
          base + 12,
          NUMBER);
    }
  }

  /** All classes in their order, or the likeliest where there are many. */
  private List<Integer> order(List<Float> probabilities) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, classes.size()).boxed().toList());
    if (all.size() <= MOST_CLASSES) {
      return all;
    }
    all.sort(Comparator.<Integer>comparingDouble(label -> -probabilities.get(label)));
    return all.subList(0, MOST_CLASSES);
  }
}
