package io.espalier.driver.report;

import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Domains of parameters as a person reads them. */
final class DomainText {
  private static final int MOST_VALUES = 20;

  private DomainText() {}

  /** {@code 0.001 to 0.1, on a logarithmic scale}. */
  static String of(Parameter parameter) {
    Domain domain = parameter.domain();
    String values;
    if (domain instanceof Domain.Listed listed) {
      values = listed(listed.values()) + (domain instanceof Domain.Grid ? "" : ", without order");
    } else if (domain instanceof RealRange real) {
      values = range(real.minimum(), real.maximum(), real.scale(), real.spacing());
    } else {
      WholeRange whole = (WholeRange) domain;
      values =
          "whole numbers "
              + range(
                  (double) whole.minimum(),
                  (double) whole.maximum(),
                  whole.scale(),
                  whole.spacing());
    }
    return values
        + parameter
            .condition()
            .map(only -> "; only where " + only.parent() + " is " + only.label())
            .orElse("");
  }

  private static String listed(List<Value> values) {
    String shown =
        values.stream().limit(MOST_VALUES).map(DomainText::text).collect(Collectors.joining(", "));
    int more = values.size() - MOST_VALUES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String range(double minimum, double maximum, Scale scale, Spacing spacing) {
    String ends = ReportNumbers.text(minimum) + " to " + ReportNumbers.text(maximum);
    String steps =
        spacing instanceof Spacing.Step step
            ? (scale == Scale.LOG ? ", each " : ", in steps of ")
                + ReportNumbers.text(step.step())
                + (scale == Scale.LOG ? " times the one before" : "")
            : spacing instanceof Spacing.Points points ? ", " + points.points() + " points" : "";
    return ends + (scale == Scale.LOG ? ", logarithmic" : "") + steps;
  }

  /** A value as it stands everywhere on the page. */
  static String text(Value value) {
    return value instanceof Value.Real real ? ReportNumbers.text(real.value()) : value.text();
  }
}
