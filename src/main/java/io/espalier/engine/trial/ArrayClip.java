package io.espalier.engine.trial;

import io.espalier.wire.GradientClip;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Clips a network's flat gradients where they lie. What stands for the gradient of a running
 * statistic is its change, and is left as it is.
 */
final class ArrayClip {
  private final GradientClip clip;
  private final List<INDArray> trained = new ArrayList<>();

  /**
   * For a network's gradients.
   *
   * @param updater whose blocks say where trained parameters lie
   */
  ArrayClip(INDArray gradients, BaseMultiLayerUpdater<?> updater, GradientClip clip) {
    this.clip = clip;
    INDArray flat = gradients.reshape(gradients.length());
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      ParamState first = block.getLayersAndVariablesInBlock().get(0);
      IUpdater rule = first.getLayer().getConfig().getUpdaterByParam(first.getParamName());
      if (!(rule instanceof NoOp)) {
        trained.add(
            flat.get(
                NDArrayIndex.interval(block.getParamOffsetStart(), block.getParamOffsetEnd())));
      }
    }
  }

  /**
   * Clips the gradients, whose mean over the batch is what the clip bounds.
   *
   * @param examples that they are sums over
   */
  void apply(int examples) {
    if (clip.norm() > 0) {
      double squares = 0;
      for (INDArray part : trained) {
        double norm = part.norm2Number().doubleValue() / examples;
        squares += norm * norm;
      }
      double factor = clip.factor(Math.sqrt(squares));
      if (factor < 1) {
        trained.forEach(part -> part.muli(factor));
      }
    }
    if (clip.value() > 0) {
      double most = clip.value() * examples;
      trained.forEach(part -> cut(part, most));
    }
  }

  private static void cut(INDArray part, double most) {
    Nd4j.getExecutioner()
        .exec(
            DynamicCustomOp.builder("clipbyvalue")
                .addInputs(part)
                .callInplace(true)
                .addFloatingPointArguments(-most, most)
                .build());
  }
}
