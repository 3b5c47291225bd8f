package io.espalier.data.read;

import io.espalier.data.Dataset;
import io.espalier.data.Split;
import java.util.List;
import java.util.Optional;

/**
 * All examples of a source.
 *
 * @param published the split that its publisher made, if it lies beside the examples; examples in
 *     none of its parts are possible
 * @param notices what a user should know of the files, a line each
 */
public record SourceExamples(Dataset dataset, Optional<Split> published, List<String> notices) {
  public SourceExamples {
    notices = List.copyOf(notices);
  }

  static SourceExamples unsplit(Dataset dataset) {
    return new SourceExamples(dataset, Optional.empty(), List.of());
  }
}
