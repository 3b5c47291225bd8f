package io.espalier.engine;

import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.List;

/** Models and trainings that several tests use. */
public final class Specs {
  public static final InputShape CIFAR = new InputShape.Image(3, 32, 32);

  private Specs() {}

  public static LayerSpec conv(int channels, int kernel, int stride, int padding) {
    return new LayerSpec.Conv(channels, Window.square(kernel, stride, padding), Activation.RELU);
  }

  public static LayerSpec pool(Pooling pooling, int kernel, int stride, int padding) {
    return new LayerSpec.Pool(pooling, Window.square(kernel, stride, padding));
  }

  public static LayerSpec dense(int units) {
    return new LayerSpec.Dense(units, Activation.RELU);
  }

  public static ModelSpec cnn(LayerSpec... layers) {
    return model(Kind.CNN, layers);
  }

  public static ModelSpec mlp(LayerSpec... layers) {
    return model(Kind.MLP, layers);
  }

  private static ModelSpec model(Kind kind, LayerSpec... layers) {
    return new ModelSpec(kind, List.of(layers), Loss.CROSS_ENTROPY, WeightInit.of(Scheme.PYTORCH));
  }

  /** The baseline network over 32×32 colour images. */
  public static ModelSpec baselineCnn() {
    return cnn(
        conv(6, 5, 1, 0),
        pool(Pooling.MAX, 2, 2, 0),
        conv(16, 5, 1, 0),
        pool(Pooling.MAX, 2, 2, 0),
        dense(120),
        dense(84));
  }

  public static TrainingSpec training(Updater updater, int batchSize) {
    return new TrainingSpec(updater, new LearningRateSchedule.Constant(), batchSize, 5, 0, 0);
  }

  public static Updater adam() {
    return new Updater.Adam(1e-3, 0.9, 0.999, 1e-8);
  }
}
