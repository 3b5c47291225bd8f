package io.espalier.data.read;

import io.espalier.data.Dataset;
import io.espalier.data.Split;
import java.util.Optional;

/**
 * All examples of a source.
 *
 * @param published the split that its publisher made, if it lies beside the examples; examples in
 *     none of its parts are possible
 */
public record SourceExamples(Dataset dataset, Optional<Split> published) {
  static SourceExamples unsplit(Dataset dataset) {
    return new SourceExamples(dataset, Optional.empty());
  }
}
