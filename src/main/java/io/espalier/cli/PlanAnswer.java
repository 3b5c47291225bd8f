package io.espalier.cli;

import io.espalier.data.PreparedData;
import io.espalier.driver.cluster.MemoryNeed;
import io.espalier.wire.Configuration;
import io.espalier.wire.Part;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code plan} answers.
 *
 * @param order the parameters' names, of a grid the outermost first
 * @param rows the first trials
 * @param notes what else there is to know of the search, a line each
 * @param memory what an executor needs
 * @param network by the example of the first possible row; empty where none is possible
 */
record PlanAnswer(
    List<String> order,
    List<Row> rows,
    Search search,
    Examples examples,
    List<String> notes,
    MemoryNeed memory,
    Optional<Network> network)
    implements Answer {
  /** A trial; {@code reason} says why it is impossible, epochs and parameters are empty then. */
  record Row(
      long trial,
      Configuration hp,
      Optional<Integer> epochs,
      Optional<Long> parameters,
      Optional<String> reason) {
    static Row possible(long trial, Configuration hp, int epochs, long parameters) {
      return new Row(trial, hp, Optional.of(epochs), Optional.of(parameters), Optional.empty());
    }

    static Row impossible(long trial, Configuration hp, String reason) {
      return new Row(trial, hp, Optional.empty(), Optional.empty(), Optional.of(reason));
    }

    private List<String> cells(List<String> names) {
      List<String> cells = new ArrayList<>(List.of(Long.toString(trial)));
      names.forEach(name -> cells.add(hp.value(name).map(Value::text).orElse("-")));
      cells.add(epochs.map(String::valueOf).orElse("-"));
      cells.add(parameters.map(String::valueOf).orElse("-"));
      cells.add(reason.map(why -> "INVALID: " + why).orElse(""));
      return cells;
    }
  }

  /**
   * How trials are chosen.
   *
   * @param trials how many there are at most
   * @param checked how many of them were looked at; the others are when their turn comes
   * @param invalid how many of those are impossible
   */
  record Search(
      String algorithm, String scheduler, String metric, long trials, long checked, long invalid) {}

  /** How many examples each part has, and how many folds there are; 0 for none. */
  record Examples(int train, int validation, int test, int folds) {
    static Examples of(PreparedData data) {
      return new Examples(
          data.examples(Part.TRAIN),
          data.examples(Part.VALIDATION),
          data.examples(Part.TEST),
          data.folds().size());
    }

    private String learnt() {
      return folds == 0
          ? train + " examples to train on, " + validation + " to validate"
          : train + " examples in a " + folds + "-fold cross-validation";
    }
  }

  /**
   * A network.
   *
   * @param layers with their shapes and numbers of parameters
   * @param step how it trains
   */
  record Network(String layers, String step) {}

  @Override
  public String text() {
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(order);
    header.addAll(List.of("epochs", "parameters", "status"));
    TextTable table = new TextTable(header);
    rows.forEach(row -> table.row(row.cells(order)));
    List<String> lines = new ArrayList<>(List.of(table.toString()));
    if (search.trials > rows.size()) {
      lines.add("… " + (search.trials - rows.size()) + " more trials; --limit shows more");
    }
    lines.add(searched());
    lines.add("order: " + String.join(", ", order) + "; objective: " + search.metric);
    lines.addAll(notes);
    lines.add("memory of an executor: " + memory.inWords());
    network.ifPresent(
        example -> {
          lines.add("network (parameters): " + example.layers);
          lines.add("training step: " + example.step);
        });
    return String.join(System.lineSeparator(), lines);
  }

  private String searched() {
    String scheduled = search.scheduler.equals("plain") ? "" : " with " + search.scheduler;
    String among = search.checked < search.trials ? " among the first " + search.checked : "";
    return String.format(
        Locale.ROOT,
        "%d trials by %s search%s, %d invalid%s; %s, %d to test",
        search.trials,
        search.algorithm,
        scheduled,
        search.invalid,
        among,
        examples.learnt(),
        examples.test);
  }
}
