package io.espalier.engine.step;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * What pulls a parameter towards 0.
 *
 * @param l1 λ of g ← g + λ·sign(w)
 * @param l2 λ of g ← g + λ·w
 * @param decay λ of w ← w − η·λ·w, besides the updater's step
 */
public record Penalty(float l1, float l2, double decay) {
  /** The penalty of a parameter as DL4J has it, or nothing if it is of another kind. */
  static Optional<Penalty> of(@Nullable List<Regularization> regularizations) {
    float l1 = 0;
    float l2 = 0;
    double decay = 0;
    if (regularizations != null) {
      for (Regularization one : regularizations) {
        if (one instanceof L1Regularization lasso) {
          l1 += (float) lasso.getL1().valueAt(0, 0);
        } else if (one instanceof L2Regularization ridge) {
          l2 += (float) ridge.getL2().valueAt(0, 0);
        } else if (one instanceof WeightDecay weight && weight.isApplyLR()) {
          decay += weight.getCoeff().valueAt(0, 0);
        } else {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Penalty(l1, l2, decay));
  }

  /**
   * Applies the kinds that there are to the first {@code n} weights and gradients.
   *
   * @param l1s λ of each number
   * @param l2s λ of each number
   * @param shares η·λ of each number's decay
   */
  public void apply(float[] w, float[] g, int n, float[] l1s, float[] l2s, float[] shares) {
    if (l2 > 0) {
      for (int i = 0; i < n; i++) {
        g[i] += l2s[i] * w[i];
      }
    }
    if (l1 > 0) {
      for (int i = 0; i < n; i++) {
        g[i] += l1s[i] * Math.signum(w[i]);
      }
    }
    if (decay > 0) {
      for (int i = 0; i < n; i++) {
        w[i] -= shares[i] * w[i];
      }
    }
  }

  /** Applies all three to the first {@code n} weights and gradients. */
  void apply(float[] w, float[] g, int n, double learningRate) {
    if (l2 > 0) {
      for (int i = 0; i < n; i++) {
        g[i] += l2 * w[i];
      }
    }
    if (l1 > 0) {
      for (int i = 0; i < n; i++) {
        g[i] += l1 * Math.signum(w[i]);
      }
    }
    if (decay > 0) {
      float share = (float) (learningRate * decay);
      for (int i = 0; i < n; i++) {
        w[i] -= share * w[i];
      }
    }
  }
}
