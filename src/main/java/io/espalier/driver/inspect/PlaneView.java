package io.espalier.driver.inspect;

import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Playground.Input;
import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.data.generate.Playground;
import io.espalier.driver.report.Plane;
import io.espalier.engine.ModelTools;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A network of the playground seen over the plane. */
final class PlaneView {
  private static final int PLACES = Plane.SIDE * Plane.SIDE;
  private static final List<Part> PARTS = List.of(Part.TRAIN, Part.VALIDATION, Part.TEST);

  private final DataSource.Playground source;
  private final long seed;
  private final PreparedData data;
  private final LayerShapes shapes;

  PlaneView(DataSource.Playground source, long seed, PreparedData data, LayerShapes shapes) {
    this.source = source;
    this.seed = seed;
    this.data = data;
    this.shapes = shapes;
  }

  Plane of(String zip) throws IOException {
    float[] inputs = raw();
    List<Plane.Field> fields = new ArrayList<>();
    List<String> names = data.dataset().featureNames();
    for (int i = 0; i < names.size(); i++) {
      fields.add(new Plane.Field(names.get(i), column(inputs, names.size(), i)));
    }
    data.normalisation().apply(inputs, 0, PLACES, data.dataset().shape());
    List<float[]> outputs = ModelTools.layerOutputs(zip, inputs, PLACES, data.dataset().shape());
    int last = outputs.size() - 1;
    int width = data.dataset().targets().outputs();
    float[] answers = column(outputs.get(last), width, width - 1);
    for (int place = 0; place < answers.length; place++) {
      answers[place] = (float) data.dataset().targets().scale().raw(answers[place], width - 1);
    }
    List<String> classes =
        data.dataset().targets() instanceof Targets.Classes labels ? labels.names() : List.of();
    String output = classes.isEmpty() ? "prediction" : "probability of " + classes.get(1);
    return new Plane(fields, hidden(outputs), new Plane.Field(output, answers), classes, points());
  }

  /** The inputs at every place, before normalisation. */
  private float[] raw() {
    List<Input> inputs = source.inputs();
    float[] raw = new float[PLACES * inputs.size()];
    for (int place = 0; place < PLACES; place++) {
      Playground.fill(
          inputs,
          Plane.coordinate(place % Plane.SIDE),
          Plane.coordinate(place / Plane.SIDE),
          raw,
          place * inputs.size());
    }
    return raw;
  }

  private List<Plane.Layer> hidden(List<float[]> outputs) {
    List<Plane.Layer> layers = new ArrayList<>();
    for (LayerShapes.Layer layer : shapes.layers().subList(0, outputs.size() - 1)) {
      int size = layer.output().size();
      int shown = Math.min(Plane.MOST_UNITS, size);
      List<Plane.Field> units = new ArrayList<>();
      for (int unit = 0; unit < shown; unit++) {
        float[] numbers = column(outputs.get(layer.number() - 1), size, unit);
        units.add(new Plane.Field("unit " + (unit + 1), numbers));
      }
      String rest = shown < size ? ", the first " + shown + " shown" : "";
      layers.add(
          new Plane.Layer(
              "layer " + layer.number() + ": " + layer.kind() + ", " + size + " units" + rest,
              units));
    }
    return layers;
  }

  private static float[] column(float[] rows, int width, int column) {
    float[] numbers = new float[PLACES];
    for (int place = 0; place < PLACES; place++) {
      numbers[place] = rows[place * width + column];
    }
    return numbers;
  }

  /** The examples' places: drawn once more with the coordinates themselves as inputs. */
  private List<Plane.Point> points() {
    Dataset drawn =
        Playground.draw(
            new DataSource.Playground(
                source.pattern(), source.examples(), source.noise(), List.of(Input.X1, Input.X2)),
            seed);
    float[] coordinates = new float[drawn.features().length()];
    drawn.features().copy(0, coordinates, 0, coordinates.length);
    List<Plane.Point> points = new ArrayList<>();
    for (Part part : PARTS) {
      for (int row : data.split().rows(part)) {
        points.add(
            new Plane.Point(part, coordinates[2 * row], coordinates[2 * row + 1], target(row)));
      }
    }
    return points;
  }

  private float target(int row) {
    return data.dataset().targets() instanceof Targets.Classes classes
        ? classes.labels()[row]
        : ((Targets.Numbers) data.dataset().targets()).values()[row];
  }
}
