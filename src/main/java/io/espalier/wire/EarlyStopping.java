package io.espalier.wire;

import java.io.Serializable;

/**
 * Ends a training whose objective on the validation part no longer improves, and takes the weights
 * of its best epoch (Prechelt 1998).
 *
 * @param patience epochs in a row without an improvement after which it ends; 0 for never, and then
 *     the last epoch's weights count
 * @param minDelta what the objective must be better by than it was when it last improved, to count
 *     as an improvement; which epoch is best does not depend on it
 */
public record EarlyStopping(int patience, double minDelta) implements Serializable {
  /** It trains to its end, and its last epoch counts. */
  public static final EarlyStopping NONE = new EarlyStopping(0, 0);

  public EarlyStopping {
    Check.notNegative("patience", patience);
    Check.notNegative("min-delta", minDelta);
    Check.that(patience > 0 || minDelta == 0, "min-delta says nothing without a patience");
  }

  /** Whether it is asked for. */
  public boolean asked() {
    return patience > 0;
  }
}
