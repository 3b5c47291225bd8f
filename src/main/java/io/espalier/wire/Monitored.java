package io.espalier.wire;

import java.io.Serializable;

/**
 * By what early stopping tells better epochs from worse ones.
 *
 * @param metric column name of a measurement's metric; empty for nothing
 * @param maximised whether more is better
 */
public record Monitored(String metric, boolean maximised) implements Serializable {
  /** Nothing is told. */
  public static final Monitored NOTHING = new Monitored("", false);

  /** By how much one value is better than another; NaN where one of them is. */
  public double gain(double value, double over) {
    return maximised ? value - over : over - value;
  }
}
