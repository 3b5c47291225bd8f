package io.espalier.driver.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** How many trials run side by side where Spark runs in this process. */
public final class LocalSlots {
  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+|\\*)(,\\d+)?]");

  private LocalSlots() {}

  /** The slots of the master that is set; of another master than a local one, this machine's. */
  public static int here() {
    SparkConf conf = new SparkConf(true);
    return of(
        conf.get("spark.master", "local[*]"),
        conf.getInt("spark.task.cpus", 1),
        Runtime.getRuntime().availableProcessors());
  }

  static int of(String master, int cpusEach, int processors) {
    Matcher local = LOCAL.matcher(master);
    boolean said = local.matches() && !local.group(1).equals("*");
    int cores = said ? Integer.parseInt(local.group(1)) : processors;
    return Math.max(1, (master.equals("local") ? 1 : cores) / cpusEach);
  }
}
