package io.espalier.driver.conf;

import io.espalier.MetricFunction;
import io.espalier.driver.hocon.Node;
import io.espalier.wire.OwnMetric;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code measure.own}: metrics of the user's own, each by its name. */
final class OwnMetricReader {
  private static final String OWN = "own";

  private OwnMetricReader() {}

  static List<OwnMetric> read(Section measure, boolean hasValidation) {
    Section section = measure.section(OWN);
    List<OwnMetric> metrics = new ArrayList<>();
    for (String name : section.keys()) {
      Section metric = section.section(name);
      String type = ClassReader.type(metric, MetricFunction.class, MetricFunction.class.getName());
      boolean lower = metric.oneOf("better", List.of("higher", "lower"), "higher").equals("lower");
      metric.close();
      for (Node node : section.node(name).stream().toList()) {
        section.checked(
            node,
            Section.join(section.path(), name),
            () -> metrics.add(new OwnMetric(name, type, lower)));
      }
    }
    section.close();
    if (!metrics.isEmpty() && !hasValidation) {
      measure.problem(OWN, SearchReader.UNVALIDATED);
    }
    return metrics;
  }
}
