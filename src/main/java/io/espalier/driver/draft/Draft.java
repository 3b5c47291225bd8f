package io.espalier.driver.draft;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.data.load.DataLoader;
import io.espalier.data.session.SessionLender;
import io.espalier.data.session.SessionReader;
import io.espalier.driver.conf.ExperimentFile;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * An experiment file for data that nobody has described yet.
 *
 * @param name of the experiment
 * @param lines what was found, a line each
 * @param text the file
 */
public record Draft(String name, List<String> lines, String text) {
  /** With fewer examples one part for validation says little, of a table or of anything else. */
  private static final int FEW_ROWS = 5_000;

  private static final int FEW_EXAMPLES = 1_000;

  /** Examples that training is measured with; what more of them take follows. */
  private static final int MEASURED_EXAMPLES = 4_000;

  private static final int MOST_NAMES_SHOWN = 10;
  private static final long SEED = Experiment.SEED;

  public Draft {
    lines = List.copyOf(lines);
  }

  /**
   * What is to be drafted.
   *
   * @param data a file or folder, or the name of a table
   * @param ofSpark whether it is the name of a table of Spark's catalog
   * @param label the column of a table that is to be predicted; empty if nobody said
   * @param goal the metric to search by, as files write it; empty for the usual one
   * @param minutes what a run may take
   * @param slots trials side by side
   */
  public record Request(
      String data,
      boolean ofSpark,
      Optional<String> label,
      Optional<String> goal,
      double minutes,
      int slots) {
    public Request {
      if (!(minutes > 0)) {
        throw new IllegalArgumentException("minutes must be above 0, not " + minutes);
      }
    }
  }

  /**
   * Looks at data and drafts an experiment on them.
   *
   * @param sessions lends what reads Spark's tables
   * @param notices told in one line what is going on, and what a person should know of the data
   * @throws io.espalier.data.DataException if the data cannot be read
   * @throws ConfigurationException if it is not plain what is to be predicted, or nothing can be
   *     searched by the goal
   */
  public static Draft of(
      Request request, Configuration hadoop, SessionLender sessions, Consumer<String> notices) {
    PathLook look = new PathLook(hadoop, new SessionReader(sessions, notices), request.label());
    Found found = request.ofSpark() ? look.named(request.data()) : look.look(request.data());
    return new Drafting(request, found, hadoop, sessions, notices).draft();
  }

  /**
   * An experiment on data that nobody has described yet, to look at them: how they are read, a
   * linear model, and nothing else.
   *
   * @param label the column of a table that is to be predicted; empty if nobody said
   * @param overrides as {@code --set} has them
   * @param notices told what was found, a line each
   * @throws io.espalier.data.DataException if the data cannot be read
   * @throws ConfigurationException if it is not plain what is to be predicted
   */
  public static Experiment bare(
      String data,
      Optional<String> label,
      List<String> overrides,
      Configuration hadoop,
      SessionLender sessions,
      Consumer<String> notices) {
    Found found = new PathLook(hadoop, new SessionReader(sessions, notices), label).look(data);
    found.lines().forEach(notices);
    Block named = new Block("experiment", new Entry("name", name(found.name())));
    return read(named.text() + bare(found), overrides);
  }

  /** Whether a file is named as data are, and not as an experiment file is. */
  public static boolean isData(Path file) {
    return PathLook.knows(file.toString());
  }

  private static String bare(Found found) {
    Block any = new Block("model", new Entry("kind", "linear"));
    return new Block("data", found.entries()).text() + any.text();
  }

  /** Reads a text as any experiment file is read. */
  private static Experiment read(String text, List<String> overrides) {
    try {
      Path file = Files.createTempFile("espalier-draft", ".conf");
      try {
        Files.writeString(file, text);
        return ExperimentFile.load(file, overrides, Map.of());
      } catch (ConfigurationException wrong) {
        String problems =
            wrong.problems().stream()
                .map(line -> line.replaceFirst("^.*\\.conf:\\d+: ", ""))
                .collect(Collectors.joining("\n"));
        throw new ConfigurationException(problems);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary file", e);
    }
  }

  /** The steps from what was found to a file. */
  private record Drafting(
      Request request,
      Found found,
      Configuration hadoop,
      SessionLender sessions,
      Consumer<String> notices) {
    Draft draft() {
      long startedNanos = System.nanoTime();
      PreparedData plain =
          new DataLoader(hadoop, sessions, notices).load(read(bare(found), List.of()).data(), SEED);
      double loadSeconds = (System.nanoTime() - startedNanos) / 1e9;
      ModelDraft model = new ModelDraft(plain);
      SearchDraft search = new SearchDraft(plain, request.goal());
      int examples = plain.dataset().toLearnFrom();
      int sample =
          found.kind() == Found.Kind.PAPERS ? examples : Math.min(MEASURED_EXAMPLES, examples);
      Budget.Cost measured = cost(data(plain, model, sample), model, search, loadSeconds);
      double share = Budget.affordable(seconds(), measured.times((double) examples / sample));
      int limit = limit(examples, share);
      Budget budget = budget(measured.times((double) limit / sample));
      Block block = data(plain, model, limit);
      List<String> lines = new ArrayList<>(found.lines());
      lines.addAll(facts(plain));
      List<Block> blocks = new ArrayList<>();
      blocks.addAll(List.of(block, model.model(), model.training(budget.epochs())));
      blocks.add(search.search(budget));
      model.retraining(few(plain)).ifPresent(blocks::add);
      String text = head(lines) + text(blocks);
      read(text, List.of());
      return new Draft(name(found.name()), lines, text);
    }

    private double seconds() {
      return request.minutes() * 60;
    }

    /** The data block, with what is added once the data are known. */
    private Block data(PreparedData data, ModelDraft model, int limit) {
      List<Entry> entries = new ArrayList<>();
      if (limit < data.dataset().toLearnFrom()) {
        entries.add(
            new Entry(
                "limit",
                Integer.toString(limit),
                "so many examples to learn from, as time is short; 0 for all"));
      }
      if (few(data)) {
        entries.add(
            new Entry("folds", "5", "few examples: each validates once, four fifths train"));
        if (data.dataset().officialTest() == 0) {
          entries.add(new Entry("test", "0.2", "a fifth is kept for the test of the best"));
        }
      }
      entries.addAll(model.normalisation());
      return new Block("data", found.entries()).with(entries);
    }

    /** Whether the examples take turns to validate. */
    private boolean few(PreparedData data) {
      boolean rows = data.dataset().shape() instanceof InputShape.Flat;
      return data.dataset().toLearnFrom() < (rows ? FEW_ROWS : FEW_EXAMPLES)
          && found.kind() != Found.Kind.PAPERS;
    }

    /** A share of the examples to learn from, to two digits; few, and nodes, are all taken. */
    private int limit(int examples, double share) {
      if (share == 1 || examples <= FEW_EXAMPLES || found.kind() == Found.Kind.PAPERS) {
        return examples;
      }
      int wanted = (int) Math.max(FEW_EXAMPLES, share * examples);
      int unit = (int) Math.pow(10, Math.max(0, (int) Math.log10(wanted) - 1));
      return wanted / unit * unit;
    }

    private Budget.Cost cost(Block data, ModelDraft model, SearchDraft search, double loadSeconds) {
      Experiment sample =
          read(
              text(
                  List.of(
                      data, model.model(), model.training(1), search.search(Budget.plain(64, 1)))),
              List.of());
      PreparedData prepared =
          new DataLoader(hadoop, sessions, line -> {}).load(sample.data(), SEED);
      notices.accept("measuring what training takes on this machine");
      return new Calibration(sample, prepared, seconds()).cost(request.slots(), loadSeconds);
    }

    private Budget budget(Budget.Cost cost) {
      Budget budget = Budget.of(seconds(), cost);
      notices.accept(
          String.format(
              Locale.ROOT,
              "an epoch takes about %.3f s; %s take about %.1f minutes, %d side by side",
              cost.epochSeconds(),
              budget,
              cost.seconds(budget) / 60,
              request.slots()));
      return budget;
    }

    private static String text(List<Block> blocks) {
      return blocks.stream().map(Block::text).collect(Collectors.joining("\n"));
    }

    private String head(List<String> lines) {
      List<String> head = new ArrayList<>();
      lines.forEach(line -> head.add("# " + line.replaceAll("\\R", " ")));
      head.add("#");
      head.add(
          String.format(
              Locale.ROOT,
              "# Trials and epochs are meant for %s minutes, %d trials side by side on this"
                  + " machine.",
              number(request.minutes()),
              request.slots()));
      head.add("");
      head.add("");
      return String.join("\n", head);
    }

    private static String number(double number) {
      return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
  }

  private static List<String> facts(PreparedData data) {
    List<String> facts = new ArrayList<>();
    int test = data.dataset().officialTest();
    facts.add(
        String.format(
            Locale.ROOT,
            "%,d examples to learn from%s; an example is %s",
            data.dataset().toLearnFrom(),
            test > 0 ? String.format(Locale.ROOT, ", %,d to test", test) : "",
            data.dataset().shape() instanceof InputShape.Flat flat
                ? flat.features() + " numbers"
                : data.dataset().shape()));
    if (data.dataset().targets() instanceof Targets.Classes classes) {
      facts.add("classes: " + counts(classes));
    }
    return facts;
  }

  private static String counts(Targets.Classes classes) {
    int[] counts = new int[classes.names().size()];
    for (short label : classes.labels()) {
      counts[label]++;
    }
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(counts.length, MOST_NAMES_SHOWN); i++) {
      shown.add(classes.names().get(i) + " " + counts[i]);
    }
    return String.join(", ", shown)
        + (counts.length > MOST_NAMES_SHOWN
            ? ", … ("
                + counts.length
                + " in all, of "
                + Arrays.stream(counts).min().orElse(0)
                + " to "
                + Arrays.stream(counts).max().orElse(0)
                + " examples)"
            : "");
  }

  /** A name that a folder can have anywhere. */
  private static String name(String wanted) {
    String plain =
        wanted.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+|[.]+$", "");
    return Experiment.nameObjection(plain).isEmpty() ? plain : "experiment";
  }
}
