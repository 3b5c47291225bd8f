package io.espalier.engine.devices;

import io.espalier.engine.devices.DriverReport.Absent;
import io.espalier.engine.devices.DriverReport.Present;
import io.espalier.engine.devices.NvidiaSmi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what nvidia-smi prints. */
final class SmiText {
  /** What is asked of each card, in this order. */
  static final String FIELDS = "index,uuid,compute_cap,name";

  private static final Pattern DRIVER = Pattern.compile("Driver Version: *(\\S+)");

  /** Newer drivers say which part's version it is: {@code CUDA UMD Version}. */
  private static final Pattern CUDA = Pattern.compile("CUDA (?:\\w+ )?Version: *(\\S+)");

  private static final int COLUMNS = 4;

  private SmiText() {}

  /**
   * The driver and its cards.
   *
   * @param overview the answer without arguments
   * @param table the answer to a query for {@link #FIELDS} as CSV without a header
   */
  static DriverReport parse(Answer overview, Answer table) {
    if (overview.exitCode() != 0) {
      return new Absent("the NVIDIA driver does not work: " + firstLine(overview.text()));
    }
    String driver = find(DRIVER, overview.text()).orElse("of unknown version");
    String cudaText = find(CUDA, overview.text()).orElse("not told");
    Optional<Version> cuda = Version.of(cudaText);
    if (cuda.isEmpty()) {
      return new Absent(
          "the NVIDIA driver "
              + driver
              + " names no CUDA version ("
              + cudaText
              + "): its library libcuda.so.1 is missing, or it is older than 410");
    }
    // Drivers before 510 do not know the field compute_cap; their CUDA is too old in any case.
    return new Present(driver, cuda.get(), table.exitCode() == 0 ? cards(table.text()) : List.of());
  }

  private static List<Card> cards(String table) {
    List<Card> cards = new ArrayList<>();
    table.lines().flatMap(line -> card(line).stream()).forEach(cards::add);
    return cards;
  }

  /** One line of the table; the name comes last as nobody can tell what is in it. */
  private static Optional<Card> card(String line) {
    String[] cells = line.split(", ", COLUMNS);
    if (cells.length < COLUMNS || !cells[0].strip().matches("\\d{1,4}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Card(
            Integer.parseInt(cells[0].strip()),
            cells[1].strip(),
            cells[3].strip(),
            Version.of(cells[2])));
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String firstLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("nvidia-smi failed and said nothing");
  }
}
