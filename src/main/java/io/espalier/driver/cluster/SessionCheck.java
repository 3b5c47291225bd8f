package io.espalier.driver.cluster;

import org.apache.spark.SparkConf;

/**
 * What a session must be like that this program has not set up itself: a caller's, or one that was
 * running already.
 */
public final class SessionCheck {
  private SessionCheck() {}

  /**
   * Refuses settings that cannot be changed any more and that trials cannot live with.
   *
   * @throws ClusterException naming the setting
   */
  public static void require(SparkConf conf) {
    String serializer = conf.get("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    if (!serializer.endsWith(".JavaSerializer")) {
      throw new ClusterException(
          "spark.serializer is "
              + serializer
              + ", which cannot carry records; leave it out when the session is built");
    }
    if (conf.getBoolean("spark.speculation", false)) {
      throw new ClusterException(
          "spark.speculation is true, so Spark would train slow trials twice; set it to false when"
              + " the session is built");
    }
  }
}
