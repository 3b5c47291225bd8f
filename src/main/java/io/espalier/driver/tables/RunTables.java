package io.espalier.driver.tables;

import io.espalier.driver.journal.Folder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The tables of many runs, for Spark SQL. */
public final class RunTables {
  /** The tables' names. */
  public static final List<String> NAMES =
      List.of(
          "trials",
          "epochs",
          "retrained",
          "classes",
          "confusion",
          "decisions",
          "confirmations",
          "best");

  /** Names of runs are numbers of three digits or more. */
  private static final Comparator<Folder> BY_NUMBER =
      Comparator.<Folder>comparingInt(run -> run.name().length()).thenComparing(Folder::name);

  private RunTables() {}

  /**
   * Makes the temporary views {@link #NAMES} over all runs in or below the folders, joined by name:
   * where runs differ, int widens to long and double, what a run lacks is null, and a parameter
   * that is text in one run and a number in another is text. Below a folder named {@code
   * notebooks-out}, {@code examples} is left out.
   *
   * @return the runs' folders
   * @throws TableException if a folder has no run with tables
   */
  public static List<String> register(SparkSession spark, List<String> folders) {
    return register(spark, folders, NAMES);
  }

  /** As {@link #register(SparkSession, List)}, with some of the views alone: each takes a while. */
  public static List<String> register(
      SparkSession spark, List<String> folders, Collection<String> names) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Collection<Folder> runs = RunFinder.find(folders, hadoop);
    for (String name : NAMES) {
      spark.catalog().dropTempView(name);
      if (names.contains(name)) {
        union(spark, bySchema(runs, name)).ifPresent(rows -> rows.createOrReplaceTempView(name));
      }
    }
    return runs.stream().map(Folder::text).toList();
  }

  /**
   * The newest run of each experiment.
   *
   * @param runs their folders
   * @param older how many runs there are beside them
   */
  public record Newest(List<String> runs, int older) {}

  /**
   * Of the runs with tables below a folder the newest of each experiment.
   *
   * @throws TableException if there is none
   */
  public static Newest newest(String output, Configuration hadoop) {
    Collection<Folder> all = RunFinder.find(List.of(output), hadoop);
    Map<Path, Folder> newest = new LinkedHashMap<>();
    for (Folder run : all) {
      newest.merge(run.path().getParent(), run, BinaryOperator.maxBy(BY_NUMBER));
    }
    return new Newest(
        newest.values().stream().map(Folder::text).toList(), all.size() - newest.size());
  }

  /** Whether a run has tables. */
  public static boolean exist(Folder run) {
    try {
      return TableFolder.exists(run, NAMES.get(0));
    } catch (IOException e) {
      throw new TableException(run.text() + " cannot be listed: " + e.getMessage(), e);
    }
  }

  /** Runs of equal schemas are read together, so that a thousand runs make no thousand plans. */
  private static Map<MessageType, List<String>> bySchema(Collection<Folder> runs, String name) {
    Map<MessageType, List<String>> paths = new LinkedHashMap<>();
    for (Folder run : runs) {
      Folder table = run.child("tables").child(name);
      schema(table)
          .ifPresent(
              schema ->
                  paths
                      .computeIfAbsent(schema, key -> new ArrayList<>())
                      .add(literal(table.path().toString())));
    }
    return paths;
  }

  /** A path as Spark reads it: without a mark before them, some characters are patterns. */
  public static String literal(String path) {
    return path.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  private static Optional<Dataset<Row>> union(
      SparkSession spark, Map<MessageType, List<String>> paths) {
    List<Dataset<Row>> groups =
        paths.values().stream()
            .map(group -> spark.read().parquet(group.toArray(String[]::new)))
            .toList();
    Optional<StructType> widest = groups.stream().map(Dataset::schema).reduce(Widening::widest);
    return widest.flatMap(
        type -> groups.stream().map(group -> Widening.to(type, group)).reduce(Dataset::union));
  }

  /** The schema of a table's files, empty where there are none. */
  private static Optional<MessageType> schema(Folder table) {
    try {
      Optional<Path> first =
          Arrays.stream(table.fileSystem().listStatus(table.path()))
              .map(FileStatus::getPath)
              .filter(file -> file.getName().endsWith(".parquet"))
              .sorted()
              .findFirst();
      return first.isEmpty() ? Optional.empty() : Optional.of(schema(first.get(), table.hadoop()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      throw new TableException(
          table.text() + " cannot be read: " + e.getMessage() + "; it can be rebuilt", e);
    }
  }

  private static MessageType schema(Path file, Configuration hadoop) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getFileMetaData().getSchema();
    }
  }
}
