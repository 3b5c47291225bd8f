package io.espalier.data.tables;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.data.CsvForm;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Features;
import io.espalier.data.TableSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Reading a table of numbers, from a file in the cache to the inputs of a model, against pandas.
 * Arguments: a Python with pandas and pyarrow, its script, the file of results, measurements per
 * side and format.
 */
public final class ReadingBenchmark {
  private static final String LABEL = "x19";
  private static final int UNMEASURED = 8;

  private ReadingBenchmark() {}

  /** Runs the measurements in turns, the first ones of either side unmeasured: code gets warm. */
  public static void main(String[] arguments) throws IOException {
    Path results = Path.of(arguments[2]);
    int pairs = Integer.parseInt(arguments[3]);
    Path folder = results.resolveSibling("reading");
    Process peer =
        new ProcessBuilder(arguments[0], arguments[1], folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Object> found = new LinkedHashMap<>();
    try (BufferedReader answers = peer.inputReader(StandardCharsets.UTF_8);
        Writer requests = peer.outputWriter(StandardCharsets.UTF_8)) {
      found.put("peer", answers.readLine());
      System.out.println(
          "\n| 1,000,000 x 20 | Espalier s | with encoding s | pandas s | ratio | with encoding |");
      System.out.println("|---|---:|---:|---:|---:|---:|");
      for (Format format : Format.values()) {
        double[] own = new double[pairs];
        double[] encoded = new double[pairs];
        double[] peers = new double[pairs];
        for (int i = -UNMEASURED; i < pairs; i++) {
          Own ownSeconds = read(format, folder);
          requests.write(format.name().toLowerCase(Locale.ROOT) + "\n");
          requests.flush();
          double peerSeconds = Double.parseDouble(answers.readLine());
          if (i >= 0) {
            own[i] = ownSeconds.read();
            encoded[i] = ownSeconds.encoded();
            peers[i] = peerSeconds;
          }
        }
        found.put(format.name(), List.of(list(own), list(encoded), list(peers)));
        double peerMedian = median(peers);
        System.out.printf(
            Locale.ROOT,
            "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
            format.name().toLowerCase(Locale.ROOT),
            median(own),
            median(encoded),
            peerMedian,
            median(own) / peerMedian,
            median(encoded) / peerMedian);
      }
    }
    new ObjectMapper().writeValue(results.toFile(), found);
  }

  /**
   * Seconds from a file in the cache.
   *
   * @param read to columns in memory, which is what pandas does
   * @param encoded to the inputs of a model
   */
  private record Own(double read, double encoded) {}

  private static Own read(Format format, Path folder) {
    String file = folder.resolve("numbers." + format.name().toLowerCase(Locale.ROOT)).toString();
    long start = System.nanoTime();
    TableSpec spec = TableSpec.of(LABEL).predicting(List.of(LABEL));
    TableFiles files = new TableFiles(new Configuration());
    TableRows rows =
        new TableReader(spec, line -> {}).read(files.open(format, file, CsvForm.USUAL), List.of());
    double read = (System.nanoTime() - start) / 1e9;
    int[] train = IntStream.range(0, rows.rows()).toArray();
    Features inputs =
        new TableEncoder(new EncodingFit(spec, train).fit(rows, line -> {})).encode(rows);
    double encoded = (System.nanoTime() - start) / 1e9;
    if (inputs.length() != 19_000_000) {
      throw new IllegalStateException("read " + inputs.length() + " numbers");
    }
    return new Own(read, encoded);
  }

  private static double median(double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static List<Double> list(double[] seconds) {
    List<Double> list = new ArrayList<>();
    for (double second : seconds) {
      list.add(second);
    }
    return list;
  }
}
