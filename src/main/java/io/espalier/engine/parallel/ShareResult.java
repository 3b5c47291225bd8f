package io.espalier.engine.parallel;

import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;

/** A share as dl4j-spark passes it on within a worker; only the share itself travels. */
final class ShareResult extends ParameterAveragingTrainingResult {
  private final Share share;

  ShareResult(Share share) {
    super(null, null, share.lossSum(), List.of(), List.of(), List.of());
    this.share = share;
  }

  /** Takes the share out before it travels. */
  record Unpack() implements Function<ParameterAveragingTrainingResult, Share> {
    @Override
    public Share call(ParameterAveragingTrainingResult result) {
      return ((ShareResult) result).share;
    }
  }
}
