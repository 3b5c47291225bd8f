package io.espalier.driver.report;

import io.espalier.wire.InputShape;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * An image's way through the layers: the input on top, below it each layer's planes (each over its
 * own range), vectors as strips.
 */
final class FeatureMaps {
  private static final int EDGE = 12;
  private static final int GAP = 4;
  private static final int HEAD = EDGE + 3 * Canvas.LINE + 14;
  private static final int PAPER = 960;
  private static final int INPUT = 128;
  private static final int LARGE = 84;
  private static final int SMALL = 52;
  private static final int MOST_PLANES = 64;
  private static final int STRIP = 26;
  private static final int MOST_NAMED = 3;

  private final ModelView model;
  private final SampleView sample;
  private final Pixels input;
  private final List<LayerView> layers;
  private final List<String> classes;

  private FeatureMaps(
      ModelView model,
      SampleView sample,
      Pixels input,
      List<LayerView> layers,
      List<String> classes) {
    this.model = model;
    this.sample = sample;
    this.input = input;
    this.layers = layers;
    this.classes = classes;
  }

  /** One picture per sample that is an image. */
  static List<ReportPicture> of(ModelView model, List<SampleView> samples, List<String> classes) {
    List<ReportPicture> pictures = new ArrayList<>();
    for (int i = 0; i < Math.min(samples.size(), model.layers().size()); i++) {
      SampleView sample = samples.get(i);
      List<LayerView> layers = model.layers().get(i);
      sample
          .image()
          .map(image -> new FeatureMaps(model, sample, image, layers, classes))
          .map(FeatureMaps::picture)
          .ifPresent(pictures::add);
    }
    return pictures;
  }

  private ReportPicture picture() {
    return new ReportPicture(
        model.folder() + "/layers-sample-" + sample.index(), caption(), this::data, this::draw);
  }

  private String caption() {
    return "Test example " + sample.index() + " (" + sample.truth() + ") through the layers";
  }

  /** One line per plane or vector that is shown. */
  private Csv data() {
    Csv csv = new Csv("layer", "kind", "shape", "plane", "row", "column", "value");
    add(csv, new LayerView(0, "input", input.shape(), input.numbers()));
    layers.forEach(layer -> add(csv, layer));
    return csv;
  }

  private static void add(Csv csv, LayerView layer) {
    Pixels pixels = pixels(layer);
    String shape = layer.shape().toString();
    for (int plane = 0; plane < Math.min(MOST_PLANES, pixels.shape().channels()); plane++) {
      for (int row = 0; row < pixels.shape().height(); row++) {
        for (int column = 0; column < pixels.shape().width(); column++) {
          csv.row(
              layer.number(),
              layer.kind(),
              shape,
              plane,
              row,
              column,
              pixels.at(plane, row, column));
        }
      }
    }
  }

  /** A vector is an image of one row. */
  private static Pixels pixels(LayerView layer) {
    InputShape.Image shape =
        layer.shape() instanceof InputShape.Image image
            ? image
            : new InputShape.Image(1, 1, layer.shape().size());
    return new Pixels(shape, layer.numbers());
  }

  private BufferedImage draw() {
    int zoom = zoom(input.shape(), INPUT);
    int inputHeight = input.shape().height() * zoom;
    int height = HEAD + inputHeight + GAP;
    for (LayerView layer : layers) {
      height += height(layer);
    }
    Canvas canvas = new Canvas(PAPER + 2 * EDGE, height + EDGE);
    canvas.text(caption(), Canvas.TITLE, EDGE, EDGE + 14, PAPER);
    canvas.text(model.title(), Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, PAPER);
    int top = HEAD;
    canvas.text("input, " + input.shape(), Canvas.TEXT, EDGE, top - 5, PAPER);
    canvas.enlarged(
        PixelPainter.natural(input, new Span(0, 255)),
        EDGE,
        top,
        input.shape().width() * zoom,
        inputHeight);
    top += inputHeight + GAP;
    for (LayerView layer : layers) {
      layer(canvas, layer, top);
      top += height(layer);
    }
    return canvas.image();
  }

  private static int zoom(InputShape.Image shape, int pixels) {
    return Math.max(1, pixels / Math.max(shape.height(), shape.width()));
  }

  /** How the planes of a layer are laid out. */
  private record Layout(int planes, int width, int height, int across) {
    static Layout of(InputShape.Image shape) {
      int planes = Math.min(MOST_PLANES, shape.channels());
      int zoom = zoom(shape, planes <= 16 ? LARGE : SMALL);
      int width = Math.min(PAPER, shape.width() * zoom);
      int height = Math.max(1, shape.height() * width / shape.width());
      int across = Math.max(1, (PAPER + GAP) / (width + GAP));
      return new Layout(planes, width, height, across);
    }

    int rows() {
      return (planes + across - 1) / across;
    }
  }

  private static int height(LayerView layer) {
    int body =
        layer.shape() instanceof InputShape.Image image
            ? Layout.of(image).rows() * (Layout.of(image).height() + GAP)
            : STRIP + GAP;
    return Canvas.LINE + 8 + body;
  }

  private void layer(Canvas canvas, LayerView layer, int top) {
    int below = top + Canvas.LINE + 4;
    if (layer.shape() instanceof InputShape.Image image) {
      Layout layout = Layout.of(image);
      String rest =
          layout.planes() < image.channels() ? " (the first " + layout.planes() + " shown)" : "";
      canvas.text(layer.title() + rest, Canvas.TEXT, EDGE, below - 5, PAPER);
      planes(canvas, pixels(layer), layout, below);
    } else {
      canvas.text(layer.title() + likeliest(layer), Canvas.TEXT, EDGE, below - 5, PAPER);
      strip(canvas, pixels(layer), below);
    }
  }

  private static void planes(Canvas canvas, Pixels pixels, Layout layout, int top) {
    int size = pixels.shape().height() * pixels.shape().width();
    for (int plane = 0; plane < layout.planes(); plane++) {
      float[] numbers = Arrays.copyOfRange(pixels.numbers(), plane * size, (plane + 1) * size);
      canvas.enlarged(
          PixelPainter.map(pixels, plane, Span.of(numbers)),
          EDGE + plane % layout.across() * (layout.width() + GAP),
          top + plane / layout.across() * (layout.height() + GAP),
          layout.width(),
          layout.height());
    }
  }

  private static void strip(Canvas canvas, Pixels pixels, int top) {
    int units = pixels.shape().width();
    int width = units <= PAPER ? units * Math.max(1, Math.min(32, PAPER / units)) : PAPER;
    BufferedImage image = PixelPainter.map(pixels, 0, pixels.span());
    canvas.enlarged(image, EDGE, top, width, STRIP);
    canvas.frame(ChartColours.BAR, EDGE, top, width, STRIP);
  }

  /** The largest outputs by their classes' names. */
  private String likeliest(LayerView layer) {
    if (!layer.kind().equals("output") || classes.size() != layer.numbers().length) {
      return "";
    }
    List<String> names =
        IntStream.range(0, classes.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -layer.numbers()[i]))
            .limit(MOST_NAMED)
            .map(label -> classes.get(label) + " " + thousandths(layer.numbers()[label]))
            .toList();
    return "; likeliest: " + String.join(", ", names);
  }

  private static String thousandths(float share) {
    return String.format(Locale.ROOT, "%.3f", share);
  }
}
