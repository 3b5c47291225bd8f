package io.espalier.data.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.ColumnRules;
import io.espalier.data.CsvForm;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Missing;
import io.espalier.data.PreparedData;
import io.espalier.data.Relation;
import io.espalier.data.TableSpec;
import io.espalier.data.Targets;
import io.espalier.data.session.HeldTable;
import io.espalier.data.session.SessionLender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkTableDataTest {
  private static final String TREES =
      "select id % 17 / 4 as girth, id % 23 as height, concat('s', id % 3) as soil,"
          + " if(id % 17 > 8, 'elm', 'oak') as tree from range(900)";

  @TempDir private Path folder;

  private static <R> R in(String master, Function<SparkSession, R> work) {
    SparkSession spark =
        SparkSession.builder()
            .master(master)
            .appName("orders")
            .config("spark.ui.enabled", false)
            .config("spark.sql.files.maxPartitionBytes", "2k")
            .config("spark.sql.files.openCostInBytes", 1)
            .getOrCreate();
    try {
      return work.apply(spark);
    } finally {
      spark.stop();
    }
  }

  private static PreparedData load(SparkSession spark, DataSource source) {
    return new DataLoader(new Configuration(), SessionLender.of(spark), notice -> {})
        .load(DataSpec.of(source), 5);
  }

  /** Nothing is held out, so that no draw tells the two orders apart. */
  private static PreparedData whole(SparkSession spark, DataSource source) {
    DataSpec.Amount none = new DataSpec.Amount.Share(0);
    DataSpec spec =
        new DataSpec(
            source,
            0,
            none,
            0,
            none,
            0,
            DataSpec.Selection.RANDOM,
            new DataSpec.Normalise.None(),
            false);
    return new DataLoader(new Configuration(), SessionLender.of(spark), notice -> {}).load(spec, 5);
  }

  private static DataSource files(String format, String path, TableSpec spec) {
    return new DataSource.SparkTable(
        new Relation.Files(format, path, new TreeMap<>()), Relation.NONE, List.of(), spec);
  }

  @Test
  void theSameRowsAreTheSameDataHoweverTheyAreCut() {
    String one = folder.resolve("one").toString();
    String seven = folder.resolve("seven").toString();
    List<String> prints = new ArrayList<>();
    TableSpec spec = TableSpec.of("tree");
    in(
        "local[2]",
        spark -> {
          spark.sql(TREES).coalesce(1).write().orc(one);
          spark.sql(TREES).repartition(7).write().orc(seven);
          assertThat(spark.read().orc(seven).rdd().getNumPartitions()).isGreaterThan(3);
          prints.add(load(spark, new HeldTable(spark.sql(TREES), spec)).fingerprint());
          prints.add(load(spark, files("orc", one, spec)).fingerprint());
          prints.add(load(spark, files("orc", seven, spec)).fingerprint());
          return spark;
        });
    in(
        "local[1]",
        spark -> {
          prints.add(load(spark, files("orc", one, spec)).fingerprint());
          prints.add(load(spark, files("orc", seven, spec)).fingerprint());
          return spark;
        });
    assertThat(new TreeSet<>(prints)).hasSize(1);
  }

  /** As many rows as there are, each with its target, in the order of their texts. */
  private static List<String> rows(PreparedData data) {
    Dataset dataset = data.dataset();
    float[] values = ((Features.Floats) dataset.features()).values();
    int width = dataset.shape().size();
    Targets.Classes classes = (Targets.Classes) dataset.targets();
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < dataset.examples(); row++) {
      float[] inputs = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      rows.add(classes.names().get(classes.labels()[row]) + Arrays.toString(inputs));
    }
    rows.sort(null);
    return rows;
  }

  @Test
  void parquetIsTheSameWithAndWithoutASession() {
    String tables = PublishedFilesTest.folder("cases/tables");
    TableSpec spec =
        TableSpec.of("tree")
            .withRules(ColumnRules.USUAL.withMissing(new Missing(Missing.Policy.MEAN), true));
    in(
        "local[2]",
        spark -> {
          for (String name : List.of("array-column", "timestamp", "nulls", "pandas-row-index")) {
            String path = tables + "/" + name + ".parquet";
            DataSource.Table alone =
                new DataSource.Table(
                    DataSource.Table.Format.PARQUET, path, "", CsvForm.USUAL, spec);
            PreparedData expected = whole(spark, alone);
            PreparedData found = whole(spark, files("parquet", path, spec));
            assertThat(found.dataset().featureNames())
                .as(name)
                .isEqualTo(expected.dataset().featureNames());
            assertThat(rows(found)).as(name).isEqualTo(rows(expected));
          }
          return spark;
        });
  }

  @Test
  void theCasesOfLibsvmAreRead() {
    String tables = PublishedFilesTest.folder("cases/tables");
    in(
        "local[2]",
        spark -> {
          PreparedData numbers =
              load(spark, files("libsvm", tables + "/numbers.libsvm", TableSpec.of("label")));
          assertThat(numbers.dataset().shape().size()).isEqualTo(7);
          assertThat(((Targets.Classes) numbers.dataset().targets()).names())
              .containsExactly("-1", "1");
          assertThat(rows(numbers)).contains("1[1.896, 0.0, 0.0, 0.0, 0.0, 0.0, -2.157]");
          PreparedData classes =
              load(spark, files("libsvm", tables + "/multi-class.libsvm", TableSpec.of("label")));
          assertThat(((Targets.Classes) classes.dataset().targets()).names())
              .containsExactly("0", "1", "2");
          assertThat(rows(classes)).contains("0[0.0, 1.896, 0.0, 0.0, -2.157]");
          return spark;
        });
  }
}
