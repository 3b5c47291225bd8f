package io.espalier.driver.report;

import io.espalier.search.history.Column;
import io.espalier.search.history.Trial;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A parameter as an axis.
 *
 * @param log whether it is searched on a logarithmic scale
 * @param words its values where they are no numbers, in order; empty for numbers
 * @param ticks the numbers of a grid; empty for ranges and words
 * @param domain what it may be, for a person; empty where the space is not known
 */
record ParameterView(
    String name, boolean log, List<String> words, List<Double> ticks, String domain) {
  /** Grids of so many numbers whose ends are this far apart are seen on a logarithmic scale. */
  private static final double FAR = 100;

  ParameterView {
    words = List.copyOf(words);
    ticks = List.copyOf(ticks);
  }

  /** The axis of a column of a run. */
  static ParameterView of(Column column, Optional<Parameter> parameter, List<Trial> trials) {
    boolean number = column.kind() == Column.Kind.WHOLE || column.kind() == Column.Kind.REAL;
    Optional<Domain> domain = parameter.map(Parameter::domain);
    List<Value> listed =
        domain.filter(Domain.Listed.class::isInstance).map(Domain::gridValues).orElse(List.of());
    Stream<Value> tried =
        trials.stream().flatMap(trial -> trial.configuration().value(column.name()).stream());
    return new ParameterView(
        column.name(),
        number && domain.map(ParameterView::logarithmic).orElse(false),
        number
            ? List.of()
            : Stream.concat(
                    listed.stream(),
                    listed.isEmpty()
                        ? tried.sorted(Comparator.comparing(Value::text))
                        : Stream.empty())
                .map(Value::text)
                .distinct()
                .toList(),
        number ? listed.stream().map(ParameterView::number).sorted().toList() : List.of(),
        parameter.map(DomainText::of).orElse(""));
  }

  private static boolean logarithmic(Domain domain) {
    if (domain instanceof RealRange real) {
      return real.scale() == Scale.LOG;
    }
    if (domain instanceof WholeRange whole) {
      return whole.scale() == Scale.LOG;
    }
    double[] numbers =
        domain.gridValues().stream()
            .filter(value -> value.plain() instanceof Number)
            .mapToDouble(ParameterView::number)
            .sorted()
            .toArray();
    return numbers.length > 1 && numbers[0] > 0 && numbers[numbers.length - 1] >= FAR * numbers[0];
  }

  private static double number(Value value) {
    return ((Number) value.plain()).doubleValue();
  }

  boolean isNumber() {
    return words.isEmpty();
  }

  /** The value of a trial on this axis, a number or the index of a word; NaN where it has none. */
  double of(Trial trial) {
    return trial
        .configuration()
        .value(name)
        .map(
            value ->
                value.plain() instanceof Number number
                    ? number.doubleValue()
                    : (double) words.indexOf(value.text()))
        .orElse(Double.NaN);
  }

  /** The same on a scale on which even distances matter alike. */
  double coordinate(Trial trial) {
    double value = of(trial);
    return log ? Math.log(value) : value;
  }
}
