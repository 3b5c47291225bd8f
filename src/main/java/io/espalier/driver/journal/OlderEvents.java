package io.espalier.driver.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.search.history.Judgement;

/**
 * Events of older journals, completed by what they did not say. Before there were folds, {@code
 * folds} was not there: none are meant. How trials are judged is not written where the objective is
 * all, nor the number of validation examples where there are none, nor what earlier runs gave where
 * none was asked, nor rungs where there are none; at first, they were not written at all. In format
 * 1 every trial trained to its end in one segment, {@code toEpoch} was not there, and an outcome
 * had one {@code checkpoint}, with an empty address for none. What belongs to early stopping is not
 * written where it was not asked for.
 */
final class OlderEvents {
  private OlderEvents() {}

  static void complete(ObjectNode event) {
    String kind = event.path("event").asText();
    if (kind.equals("run-opened")) {
      event.putIfAbsent("folds", event.numberNode(0));
      event.putIfAbsent("validationExamples", event.numberNode(0));
      event.putIfAbsent("observations", event.arrayNode());
      event.putIfAbsent("rungs", event.arrayNode());
      event.putIfAbsent("judgement", EventCodec.MAPPER.valueToTree(Judgement.PLAIN));
    } else if (kind.equals("trial-started")) {
      event.putIfAbsent("toEpoch", event.numberNode(0));
    }
    if (event.get("outcome") instanceof ObjectNode outcome) {
      complete(outcome, outcome.path("measurements"));
    }
  }

  private static void complete(ObjectNode outcome, JsonNode measurements) {
    outcome.putIfAbsent("counted", outcome.arrayNode());
    JsonNode checkpoint = outcome.remove("checkpoint");
    if (checkpoint != null && !outcome.has("saved")) {
      ArrayNode saved = outcome.putArray("saved");
      if (!checkpoint.path("uri").asText().isEmpty()) {
        JsonNode last = measurements.path(measurements.size() - 1);
        ObjectNode state = saved.addObject();
        state.put("epoch", last.path("epoch").asInt());
        state.put("trainLoss", "NaN");
        state.set("network", checkpoint);
      }
    }
    for (JsonNode state : outcome.path("saved")) {
      ((ObjectNode) state).putIfAbsent("best", outcome.arrayNode());
    }
  }
}
