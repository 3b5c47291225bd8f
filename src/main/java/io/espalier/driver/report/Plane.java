package io.espalier.driver.report;

import io.espalier.wire.Part;
import java.util.List;

/**
 * A network of two coordinates x1 and x2 seen over the plane. Places lie on a grid of {@link #SIDE}
 * by {@code SIDE} from −{@link #REACH} to {@code REACH}, x1 fastest, x2 upwards.
 *
 * @param inputs what the network is given at each place, before normalisation
 * @param layers what each hidden layer makes of it
 * @param output the probability of the second class, or the number predicted
 * @param classes the two classes; empty for a regression
 */
public record Plane(
    List<Field> inputs,
    List<Layer> layers,
    Field output,
    List<String> classes,
    List<Point> points) {
  /** Places per side. */
  public static final int SIDE = 101;

  /** The largest coordinate. */
  public static final double REACH = 6;

  /** Most units of a layer that are shown. */
  public static final int MOST_UNITS = 64;

  /** One number per place. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Field(String name, float[] numbers) {
    public Field {
      if (numbers.length != SIDE * SIDE) {
        throw new IllegalArgumentException(
            numbers.length + " numbers are not one per place of the plane");
      }
    }
  }

  /** A hidden layer's units, the first {@link #MOST_UNITS} of them. */
  public record Layer(String title, List<Field> units) {
    public Layer {
      units = List.copyOf(units);
    }
  }

  /** An example: its place, and its class index or the number to predict. */
  public record Point(Part part, double x1, double x2, float target) {}

  public Plane {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
    classes = List.copyOf(classes);
    points = List.copyOf(points);
  }

  /** The coordinate of a place along one side. */
  public static double coordinate(int step) {
    return (step * 2 - (SIDE - 1)) * REACH / (SIDE - 1);
  }
}
