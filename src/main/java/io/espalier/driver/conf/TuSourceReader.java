package io.espalier.driver.conf;

import io.espalier.data.DataSource.TuGraphs;
import io.espalier.data.DataSource.TuGraphs.Target;
import io.espalier.data.read.TuTarget;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads what is to be predicted of the graphs of a TU set. Where the file does not choose, the
 * set's folder decides, as the task has to be known before the data are read.
 */
final class TuSourceReader {
  private static final String KEY = "target";
  private static final String REGRESSION = "regression";
  private static final String LABELS = "labels";
  private static final String ATTRIBUTES = "attributes";

  private TuSourceReader() {}

  static TuGraphs read(Section section, String path) {
    boolean degrees = section.flag("degrees", false);
    boolean numbers = section.flag(REGRESSION, false);
    if (section.node(KEY).isEmpty()) {
      boolean classes = section.has(REGRESSION) && !numbers;
      Target target = classes ? Target.LABELS : TuTarget.usual(new Configuration(), path, numbers);
      return new TuGraphs(path, degrees, target);
    }
    boolean attributes = section.oneOf(KEY, List.of(LABELS, ATTRIBUTES), LABELS).equals(ATTRIBUTES);
    if (attributes && section.has(REGRESSION) && !numbers) {
      section.problem(
          REGRESSION, "attributes of graphs are numbers to predict; leave this out or set true");
    }
    Target ofLabels = numbers ? Target.LABEL_NUMBERS : Target.LABELS;
    return new TuGraphs(path, degrees, attributes ? Target.ATTRIBUTES : ofLabels);
  }

  /** The word for it in an experiment file. */
  static String word(Target target) {
    return target == Target.ATTRIBUTES ? ATTRIBUTES : LABELS;
  }
}
