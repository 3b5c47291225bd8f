package io.espalier.wire;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;

/**
 * A published function that is evaluated in place of a training; what it gives is the trial's
 * validation loss.
 *
 * @param at where it is evaluated
 * @param curve what the value comes down from
 * @param seconds that a whole training takes, every epoch an equal part of them
 */
public record FunctionSpec(TestFunction function, List<Double> at, Curve curve, double seconds)
    implements Serializable {
  private static final String METRIC = "validation_loss";

  /**
   * A learning curve: after epoch e, from 1, the value is {@code f + rise · e^−power}.
   *
   * @param rise how far the first epoch's value lies above the function's; 0 for no curve
   */
  public record Curve(double rise, double power) implements Serializable {
    /** The function's own value after every epoch. */
    public static final Curve FLAT = new Curve(0, 1);

    public Curve {
      Check.notNegative("rise", rise);
      Check.positive("power", power);
    }
  }

  public FunctionSpec {
    at = List.copyOf(at);
    Check.notNegative("seconds", seconds);
    double value = function.value(at);
    Check.that(
        Double.isFinite(value), "the function's value at %s is no finite number: %s", at, value);
  }

  /** The value after so many epochs, from 1. */
  public double after(int epoch) {
    return function.value(at) + curve.rise() * StrictMath.pow(epoch, -curve.power());
  }

  /**
   * What is measured after so many epochs; it has no learning rate, which is NaN.
   *
   * @param epochSeconds that the epoch took
   */
  public Measurement measurement(int epoch, double epochSeconds) {
    TreeMap<String, Double> metrics = new TreeMap<>();
    metrics.put(METRIC, after(epoch));
    return new Measurement(epoch, metrics, Double.NaN, epochSeconds, 0);
  }
}
