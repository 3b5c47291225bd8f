package io.espalier.driver.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.espalier.Experiment;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.Configuration;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Searches over recorded trainings, on a virtual clock. The table has a row for each of the
 * experiment's grid, in its order: {@code seconds} of an epoch, and {@code loss_1}, {@code loss_2},
 * …, empty from where the training had diverged.
 */
public final class RecordedSearch {
  private static final String LOSS = "validation_loss";
  private static final Outcome.Place PLACE = new Outcome.Place("recorded", "cpu", 0);

  private final Path file;
  private final History record;
  private final Map<Configuration, Integer> rows = new HashMap<>();

  private RecordedSearch(Path file, Path table) throws IOException {
    this.file = file;
    Experiment experiment = ExperimentFile.load(file, List.of(), System.getenv());
    record = opened(experiment);
    List<Configuration> grid = experiment.space().stream().toList();
    try (InputStream zipped = new GZIPInputStream(Files.newInputStream(table));
        CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(zipped)) {
      for (NamedCsvRecord row : csv) {
        int trial = rows.size() + 1;
        Configuration configuration = grid.get(trial - 1);
        rows.put(configuration, trial - 1);
        record.append(new Event.TrialStarted(trial, configuration, 1, 0, "", 0));
        record.append(new Event.TrialFinished(trial, outcome(trial, row), 0, 0));
      }
    }
    if (rows.size() != grid.size()) {
      throw new IOException(
          table + " has " + rows.size() + " rows, the grid of " + file + " " + grid.size());
    }
  }

  private static History opened(Experiment experiment) {
    Event.RunOpened opened =
        new Event.RunOpened(
            experiment.name(),
            1,
            experiment.seed(),
            "",
            "",
            "",
            experiment.objective(),
            Column.of(experiment.space()),
            List.of(),
            0,
            new TreeMap<>(),
            0);
    return History.of(List.of(opened));
  }

  private static Outcome outcome(int trial, NamedCsvRecord row) {
    double seconds = Double.parseDouble(row.getField("seconds"));
    List<Measurement> measurements = new ArrayList<>();
    int epochs = (int) row.getHeader().stream().filter(name -> name.startsWith("loss_")).count();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      String loss = row.getField("loss_" + epoch);
      if (loss.isEmpty()) {
        break;
      }
      TreeMap<String, Double> metrics = new TreeMap<>(Map.of(LOSS, Double.valueOf(loss)));
      measurements.add(new Measurement(epoch, metrics, Double.NaN, seconds, 0));
    }
    boolean whole = measurements.size() == epochs;
    return new Outcome(
        trial,
        whole ? Outcome.Status.COMPLETED : Outcome.Status.DIVERGED,
        whole ? "" : "diverged",
        "",
        measurements,
        List.of(),
        1,
        List.of(),
        new Outcome.Timing(0, measurements.size() * seconds, 0, 0, 0),
        PLACE);
  }

  /** The searched rows, from 0, and the epochs they had been trained when a segment ended. */
  private List<List<Integer>> search(String tool, int seed, String[] budget) {
    String[] parts = tool.split(":", 3);
    String scheduler =
        parts.length < 3 ? parts[1] : "{ kind = " + parts[1] + ", minimum = " + parts[2] + " }";
    Experiment experiment =
        ExperimentFile.load(
            file,
            List.of(
                "search.algorithm=" + parts[0],
                "search.scheduler=" + scheduler,
                "experiment.seed=" + seed,
                "search.epochs=" + budget[1]),
            System.getenv());
    Simulation simulation = Simulation.replay(experiment, Integer.parseInt(budget[0]), record);
    Map<Integer, Integer> reached = new HashMap<>();
    List<List<Integer>> segments = new ArrayList<>();
    for (Event.OfTrial event : simulation.history().events()) {
      if (event instanceof Event.Trained trained) {
        Trial trial = simulation.history().trial(trained.trial()).orElseThrow();
        int epochs =
            reached.merge(trained.trial(), trained.outcome().measurements().size(), Integer::sum);
        segments.add(List.of(rows.get(trial.configuration()), epochs));
      }
    }
    return segments;
  }

  /**
   * Arguments: the experiment file, the table, slots, epochs in all, seeds, then searchers and
   * schedulers, {@code tpe:asha}, maybe with the epochs of the first rung, {@code tpe:asha:3}.
   * Prints a line of JSON for each search.
   */
  public static void main(String[] arguments) throws IOException {
    RecordedSearch searches = new RecordedSearch(Path.of(arguments[0]), Path.of(arguments[1]));
    String[] budget = {arguments[2], arguments[3]};
    ObjectMapper json = new ObjectMapper();
    for (String tool : List.of(arguments).subList(5, arguments.length)) {
      for (int seed = 0; seed < Integer.parseInt(arguments[4]); seed++) {
        Map<String, Object> line =
            Map.of("tool", tool, "seed", seed, "segments", searches.search(tool, seed, budget));
        System.out.println(json.writeValueAsString(line));
      }
    }
  }
}
