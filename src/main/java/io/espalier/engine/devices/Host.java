package io.espalier.engine.devices;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.spark.SparkEnv;

/** The machine's name. */
public final class Host {
  private Host() {}

  /** As Spark knows it, else as it calls itself. */
  public static String name() {
    SparkEnv spark = SparkEnv.get();
    if (spark != null) {
      return spark.blockManager().blockManagerId().host();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException noName) {
      return "localhost";
    }
  }
}
