package io.espalier.driver.conf;

import io.espalier.RetrainSpec;
import io.espalier.search.history.Limits;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.schedule.SpaceObjections;
import io.espalier.search.space.Probes;
import io.espalier.search.space.SearchSpace;
import java.util.List;

/** Makes problems of a space that cannot be searched. */
record SpaceCheck(SearchSpace space, SearchSettings settings, int maxRows, Section section) {
  void run(boolean hasValidation, RetrainSpec retrain, List<String> limits) {
    SpaceObjections objections = new SpaceObjections(space, settings, maxRows);
    Section search = section.section("search");
    objections.grid().ifPresent(why -> search.problem("max-rows", why));
    objections.constraints().ifPresent(why -> search.problem("constraints", why));
    objections.points().forEach(why -> search.problem("points", why));
    objections.startFrom().ifPresent(why -> search.problem("start-from", why));
    if (objections.constraints().isEmpty()) {
      Limits.objection(limits, Probes.sample(space))
          .ifPresent(why -> search.problem("constraints", why));
    }
    if (objections.several() && !hasValidation && retrain.rows() != Integer.MAX_VALUE) {
      section
          .section("data")
          .problem(
              "validation",
              "without a validation part the best of several trials cannot be told; hold some"
                  + " examples out, set data.folds, or set retrain.rows = all");
    }
  }
}
