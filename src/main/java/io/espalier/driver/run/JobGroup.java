package io.espalier.driver.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkContext;

/**
 * The job group of the current thread while a job is submitted; the caller's own comes back after.
 */
record JobGroup(SparkContext context, Map<String, Optional<String>> before)
    implements AutoCloseable {
  private static final List<String> PROPERTIES =
      List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

  JobGroup(SparkContext context, String group, String description) {
    this(context, properties(context));
    context.setJobGroup(group, description, true);
  }

  private static Map<String, Optional<String>> properties(SparkContext context) {
    Map<String, Optional<String>> before = new TreeMap<>();
    for (String property : PROPERTIES) {
      before.put(property, Optional.ofNullable(context.getLocalProperty(property)));
    }
    return before;
  }

  @Override
  public void close() {
    before.forEach((property, value) -> context.setLocalProperty(property, value.orElse(null)));
  }
}
