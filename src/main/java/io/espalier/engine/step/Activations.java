package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.ATan;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Nd4j;

/** The activation functions; x are a function's inputs, y its outputs, δ the gradient by y. */
final class Activations {
  private Activations() {}

  /** What most functions keep from the way forward. */
  abstract static class Remembering implements ActivationStage {
    INDArray x = Nd4j.empty();
    INDArray y = Nd4j.empty();
    INDArray scratch = Nd4j.empty();

    @Override
    public final INDArray forward(INDArray inputs, Recording recording) {
      x = inputs;
      scratch = recording.array(inputs.shape());
      y = outputs(recording);
      return y;
    }

    @Override
    public final INDArray backward(INDArray delta, boolean below, Recording recording) {
      multiply(delta, recording);
      return delta;
    }

    /** Records y; may overwrite x if {@link #multiply} does not need it. */
    abstract INDArray outputs(Recording recording);

    /** Records δ ← δ · dy/dx. */
    abstract void multiply(INDArray delta, Recording recording);
  }

  /** y = x. */
  static final class Identity implements ActivationStage {
    @Override
    public boolean takesBlocks() {
      return true;
    }

    @Override
    public INDArray forward(INDArray inputs, Recording recording) {
      return inputs;
    }

    @Override
    public INDArray backward(INDArray delta, boolean below, Recording recording) {
      return delta;
    }
  }

  /** y = max(x, 0); dy/dx = 1 where y > 0, else 0. */
  static final class Rectifier extends Remembering {
    @Override
    INDArray outputs(Recording recording) {
      recording.call("relu", new INDArray[] {x}, new INDArray[] {x}, new long[] {}, 0.0);
      return x;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.element(new Step(y, scratch));
      recording.call("multiply", delta, delta, scratch);
    }

    @Override
    public Stage blocked() {
      return new BlockedRectifier(this, false);
    }
  }

  /** y = max(x, αx) for α in [0, 1). */
  static final class LeakyRectifier extends Remembering {
    private final double alpha;

    LeakyRectifier(double alpha) {
      this.alpha = alpha;
    }

    @Override
    INDArray outputs(Recording recording) {
      INDArray result = recording.array(x.shape());
      recording.call("multiply", scratch, x, recording.number(alpha));
      recording.call("maximum", result, x, scratch);
      return result;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.element(new Step(x, scratch));
      recording.call("multiply", scratch, scratch, recording.number(1 - alpha));
      recording.call("add", scratch, scratch, recording.number(alpha));
      recording.call("multiply", delta, delta, scratch);
    }
  }

  /** y = tanh x; dy/dx = 1 − y². */
  static final class Tangent extends Remembering {
    @Override
    INDArray outputs(Recording recording) {
      recording.call("tanh", x, x);
      return x;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.call("multiply", scratch, y, y);
      recording.call("multiply", scratch, scratch, delta);
      recording.call("subtract", delta, delta, scratch);
    }
  }

  /** y = 1 / (1 + exp(−x)); dy/dx = y − y². */
  static final class Logistic extends Remembering {
    @Override
    INDArray outputs(Recording recording) {
      logistic(x, x, recording);
      return x;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.call("multiply", delta, delta, y);
      recording.call("multiply", scratch, delta, y);
      recording.call("subtract", delta, delta, scratch);
    }

    /** As (1 + tanh(x/2)) / 2: the hyperbolic tangent is fast, and never denormal here. */
    static void logistic(INDArray from, INDArray to, Recording recording) {
      INDArray half = recording.number(0.5);
      recording.call("multiply", to, from, half);
      recording.call("tanh", to, to);
      recording.call("multiply", to, to, half);
      recording.call("add", to, to, half);
    }
  }

  /** y = x·s for the logistic function s; dy/dx = s + y − y·s. */
  static final class Swish extends Remembering {
    private INDArray s = Nd4j.empty();

    @Override
    INDArray outputs(Recording recording) {
      s = recording.array(x.shape());
      Logistic.logistic(x, s, recording);
      INDArray result = recording.array(x.shape());
      recording.call("multiply", result, x, s);
      return result;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.call("multiply", scratch, y, s);
      recording.call("subtract", scratch, y, scratch);
      recording.call("add", scratch, scratch, s);
      recording.call("multiply", delta, delta, scratch);
    }
  }

  /** y = x·Φ(x) with the normal distribution's Φ; dy/dx = Φ(x) + x·φ(x). */
  static final class GaussianUnit extends Remembering {
    private INDArray distribution = Nd4j.empty();

    @Override
    INDArray outputs(Recording recording) {
      distribution = recording.array(x.shape());
      recording.call("multiply", distribution, x, recording.number(Math.sqrt(0.5)));
      recording.element(new Erf(distribution, distribution));
      recording.call("add", distribution, distribution, recording.number(1));
      recording.call("multiply", distribution, distribution, recording.number(0.5));
      INDArray result = recording.array(x.shape());
      recording.call("multiply", result, x, distribution);
      return result;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.call("multiply", scratch, x, x);
      recording.call("multiply", scratch, scratch, recording.number(-0.5));
      recording.element(new Exp(scratch, scratch));
      recording.call("multiply", scratch, scratch, recording.number(1 / Math.sqrt(2 * Math.PI)));
      recording.call("multiply", scratch, scratch, x);
      recording.call("add", scratch, scratch, distribution);
      recording.call("multiply", delta, delta, scratch);
    }
  }

  /** y = arctan x; dy/dx = 1 / (1 + x²). */
  static final class Arctangent extends Remembering {
    @Override
    INDArray outputs(Recording recording) {
      INDArray result = recording.array(x.shape());
      recording.element(new ATan(x, result));
      return result;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.call("multiply", scratch, x, x);
      recording.call("add", scratch, scratch, recording.number(1));
      recording.call("divide", delta, delta, scratch);
    }
  }

  /** A function for which ND4J has an operation and another, named …_bp, for the way back. */
  static final class Paired extends Remembering {
    private final String name;
    private final double[] arguments;

    Paired(String name, double... arguments) {
      this.name = name;
      this.arguments = arguments;
    }

    @Override
    INDArray outputs(Recording recording) {
      INDArray result = recording.array(x.shape());
      recording.call(name, new INDArray[] {result}, new INDArray[] {x}, new long[] {}, arguments);
      return result;
    }

    @Override
    void multiply(INDArray delta, Recording recording) {
      recording.call(
          name + "_bp",
          new INDArray[] {delta},
          new INDArray[] {x, delta},
          new long[] {},
          arguments);
    }
  }
}
