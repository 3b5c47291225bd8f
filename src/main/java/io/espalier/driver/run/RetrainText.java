package io.espalier.driver.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.RetrainSpec;
import io.espalier.RetrainSpec.DataParallel;
import io.espalier.wire.Part;

/** The retrain part as canonical text, in the form that records have always had. */
final class RetrainText {
  private RetrainText() {}

  static String of(RetrainSpec retrain) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (retrain.mode() instanceof DataParallel mode
        && mode.averagingFrequency() != RetrainSpec.AVERAGING_FREQUENCY) {
      json.put("averaging-frequency", mode.averagingFrequency());
    }
    json.put("data", retrain.data() == Part.TRAIN ? "train" : "train-and-validation");
    if (retrain.epochs() > 0) {
      json.put("epochs", retrain.epochs());
    }
    if (retrain.mode() instanceof DataParallel) {
      json.put("mode", "data-parallel");
    }
    switch (retrain.rows()) {
      case 0 -> json.put("rows", "none");
      case 1 -> json.put("rows", "best");
      case Integer.MAX_VALUE -> json.put("rows", "all");
      default -> json.put("rows", retrain.rows());
    }
    json.put("seeds", retrain.seeds());
    if (retrain.mode() instanceof DataParallel mode && mode.workers() > 0) {
      json.put("workers", mode.workers());
    }
    return json.toString();
  }
}
