package io.espalier.engine.models;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * A session's Hadoop settings on executors. Spark gives them what its own settings say; what a
 * program has set on its session besides travels with the jobs, as a local property of the thread
 * that submits them.
 */
public final class HadoopSettings {
  /** Spark keeps properties with such a name out of its event log: there may be keys in it. */
  static final String PROPERTY = "espalier.hadoop.secret";

  /** What this thread of a driver has handed on. */
  private static final ThreadLocal<String> HANDED = ThreadLocal.withInitial(() -> "");

  private static volatile Optional<Known> known = Optional.empty();

  /** Settings take milliseconds to read: the last ones, and what they hold for. */
  private record Known(Optional<SparkEnv> spark, String handed, Configuration settings) {
    boolean holds(Optional<SparkEnv> otherSpark, String otherHanded) {
      return spark.equals(otherSpark) && handed.equals(otherHanded);
    }
  }

  private HadoopSettings() {}

  /**
   * Lets the jobs that this thread submits from now on see a session's settings.
   *
   * @return the property's former value, for {@link #restore}; empty for none
   */
  public static String hand(SparkContext spark, Configuration session) {
    String former = spark.getLocalProperty(PROPERTY);
    Configuration ofSpark = SparkHadoopUtil.get().newConfiguration(spark.conf());
    Properties more = new Properties();
    for (Map.Entry<String, String> entry : session) {
      String value = session.getRaw(entry.getKey());
      if (value != null && !value.equals(ofSpark.getRaw(entry.getKey()))) {
        more.setProperty(entry.getKey(), value);
      }
    }
    String handed = more.isEmpty() ? "" : text(more);
    spark.setLocalProperty(PROPERTY, handed);
    HANDED.set(handed);
    known = Optional.of(new Known(Optional.of(spark.env()), handed, with(ofSpark, more)));
    return former == null ? "" : former;
  }

  /** Ends what {@link #hand} began. */
  @SuppressWarnings("NullAway") // null is how Spark removes a property
  public static void restore(SparkContext spark, String former) {
    spark.setLocalProperty(PROPERTY, former.isEmpty() ? null : former);
    HANDED.set(former);
  }

  /**
   * The settings that hold where this is called: in a task, on the driver, or without Spark. Others
   * have them as well: to be read only.
   */
  public static Configuration here() {
    Optional<SparkEnv> spark = Optional.ofNullable(SparkEnv.get());
    String handed = spark.isPresent() ? handed() : "";
    Optional<Known> last = known.filter(one -> one.holds(spark, handed));
    if (last.isEmpty()) {
      last = Optional.of(new Known(spark, handed, read(spark, handed)));
      known = last;
    }
    return last.get().settings();
  }

  private static Configuration read(Optional<SparkEnv> spark, String handed) {
    Configuration settings =
        spark
            .map(env -> SparkHadoopUtil.get().newConfiguration(env.conf()))
            .orElseGet(Configuration::new);
    return with(settings, properties(handed));
  }

  private static Configuration with(Configuration settings, Properties more) {
    more.stringPropertyNames().forEach(name -> settings.set(name, more.getProperty(name)));
    return settings;
  }

  private static String handed() {
    TaskContext task = TaskContext.get();
    String value = task == null ? HANDED.get() : task.getLocalProperty(PROPERTY);
    return value == null ? "" : value;
  }

  private static String text(Properties properties) {
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException("text can always be written", e);
    }
    return text.toString();
  }

  private static Properties properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException("text can always be read", e);
    }
    return properties;
  }
}
