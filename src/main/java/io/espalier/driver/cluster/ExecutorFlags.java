package io.espalier.driver.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The flags that an executor's virtual machine must have. */
final class ExecutorFlags {
  private static final String LIMIT = "org.bytedeco.javacpp.maxbytes";

  private ExecutorFlags() {}

  /**
   * Our flags before the user's; a property that the user sets stays the user's.
   *
   * <p>The native libraries are unpacked to a folder in the executor's own working folder:
   * executors on one machine would race for a common one.
   *
   * @param users {@code spark.executor.extraJavaOptions} as it was
   * @param arraysMegabytes limit of arrays outside the heap
   */
  static String merged(String users, long arraysMegabytes) {
    Map<String, String> properties = new TreeMap<>();
    properties.put(LIMIT, arraysMegabytes + "m");
    properties.put("org.bytedeco.javacpp.maxphysicalbytes", "0");
    properties.put("org.bytedeco.javacpp.cachedir", "javacpp");
    properties.put("org.eclipse.deeplearning4j.helpers.disable", "false");
    properties.put("java.awt.headless", "true");
    List<String> flags = new ArrayList<>();
    properties.forEach(
        (name, value) -> {
          if (!sets(users, name)) {
            flags.add("-D" + name + "=" + value);
          }
        });
    if (!users.isBlank()) {
      flags.add(users.strip());
    }
    return String.join(" ", flags);
  }

  private static boolean sets(String users, String property) {
    for (String flag : users.strip().split("\\s+", -1)) {
      if (flag.equals("-D" + property) || flag.startsWith("-D" + property + "=")) {
        return true;
      }
    }
    return false;
  }
}
