package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.CsvForm;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.PreparedData;
import io.espalier.data.StepRows;
import io.espalier.data.TableSpec;
import io.espalier.data.read.WrittenFiles;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are steps, on their way to examples. */
class StepTableDataTest {
  private static final TableSpec STEPS =
      TableSpec.of("label").withSteps(new StepRows(List.of("id"), "time"));

  @TempDir Path folder;

  /** The x of sequence s at step t is 10·s + t; sequence s has s % 3 + 1 steps. */
  private static List<String> rows(int sequences) {
    List<String> rows = new ArrayList<>();
    for (int time = 0; time < 3; time++) {
      for (int id = 0; id < sequences; id++) {
        if (time <= id % 3) {
          rows.add(
              "s" + id + "," + time + "," + (10 * id + time) + "," + (id % 2 == 0 ? "u" : "v"));
        }
      }
    }
    return rows;
  }

  private PreparedData load(List<String> rows, int validation, int folds) throws IOException {
    WrittenFiles files = new WrittenFiles(folder);
    files.write("t.csv", "id,time,x,label\n" + String.join("\n", rows) + "\n");
    DataSource source =
        new DataSource.Table(Format.CSV, files.path("t.csv"), "", CsvForm.USUAL, STEPS);
    DataSpec spec =
        new DataSpec(
            source,
            0,
            new Amount.Count(validation),
            folds,
            new Amount.Count(2),
            0,
            Selection.LAST,
            new Normalise.Fitted(),
            false);
    return new DataLoader(new Configuration(false)).load(spec, 1);
  }

  @Test
  void splitsHoldSequencesAndScalesAreThoseOfTheStepsOfTheTrainingPart() throws IOException {
    PreparedData data = load(rows(8), 2, 0);
    assertThat(data.dataset().shape()).isEqualTo(new InputShape.Sequence(1, 3));
    assertThat(data.split().train()).hasSize(4);
    assertThat(data.split().validation()).hasSize(2);
    assertThat(data.split().test()).hasSize(2);
    double[] steps = steps(data.split().train());
    double mean = Arrays.stream(steps).average().orElseThrow();
    assertThat(data.normalisation().shift()[0]).isCloseTo((float) mean, within(1e-5f));
  }

  private static double[] steps(int[] sequences) {
    return Arrays.stream(sequences)
        .boxed()
        .flatMapToDouble(id -> IntStream.rangeClosed(0, id % 3).mapToDouble(t -> 10.0 * id + t))
        .toArray();
  }

  @Test
  void foldsHoldSequencesAndEachIsScaledByItsOwnSteps() throws IOException {
    PreparedData data = load(rows(10), 0, 4);
    assertThat(data.folds()).hasSize(4);
    for (PreparedData.Fold fold : data.folds()) {
      double mean = Arrays.stream(steps(fold.split().train())).average().orElseThrow();
      assertThat(fold.normalisation().shift()[0]).isCloseTo((float) mean, within(1e-5f));
    }
  }

  @Test
  void theOrderOfRowsWithinSequencesChangesNothing() throws IOException {
    List<String> rows = rows(8);
    List<String> alone = new ArrayList<>();
    for (int id = 0; id < 8; id++) {
      String start = "s" + id + ",";
      rows.stream().filter(row -> row.startsWith(start)).forEach(row -> alone.add(0, row));
    }
    Collections.reverse(alone);
    assertThat(load(alone, 2, 0).fingerprint()).isEqualTo(load(rows, 2, 0).fingerprint());
    List<String> swapped = new ArrayList<>(rows);
    swapped.set(2, swapped.get(2).replace(",20,", ",21,"));
    assertThat(load(swapped, 2, 0).fingerprint()).isNotEqualTo(load(rows, 2, 0).fingerprint());
  }
}
