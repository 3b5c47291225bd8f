package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * One parameter in a network's flat arrays, and what its updater does to it.
 *
 * @param from its first number
 * @param state where its first states lie in the updater's state; second ones lie {@code gap} after
 */
public record FlatParameter(
    int from, int length, int state, int gap, Rule rule, Penalty penalty, IUpdater updater) {
  /** Running statistics are not: what stands for their gradient is their change. */
  boolean trained() {
    return !(updater instanceof NoOp);
  }

  /** Some of its numbers. */
  FlatParameter part(int first, int count) {
    return new FlatParameter(from + first, count, state + first, gap, rule, penalty, updater);
  }

  /** All parameters of a network that {@link Compilability} has nothing against. */
  public static List<FlatParameter> of(BaseMultiLayerUpdater<?> updater) {
    List<FlatParameter> stretches = new ArrayList<>();
    for (UpdaterBlock block : updater.getUpdaterBlocks()) {
      int length = block.getParamOffsetEnd() - block.getParamOffsetStart();
      for (ParamState parameter : block.getLayersAndVariablesInBlock()) {
        TrainingConfig conf = parameter.getLayer().getConfig();
        IUpdater rule = conf.getUpdaterByParam(parameter.getParamName());
        int from = parameter.getParamOffsetStart();
        stretches.add(
            new FlatParameter(
                from,
                parameter.getParamOffsetEnd() - from,
                block.getUpdaterViewOffsetStart() + from - block.getParamOffsetStart(),
                length,
                UpdaterForms.rule(rule).orElseThrow(),
                penalty(conf, parameter.getParamName()).orElseThrow(),
                rule));
      }
    }
    return stretches;
  }

  /** A parameter's penalty, or nothing if it has no compiled form. */
  static Optional<Penalty> penalty(TrainingConfig conf, String parameter) {
    return conf instanceof BaseLayer layer
        ? Penalty.of(layer.getRegularizationByParam(parameter))
        : Optional.of(new Penalty(0, 0, 0));
  }
}
