package io.espalier.packaged;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.util.StringUtils;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS and YARN in one process: {@code MiniHadoop WORK CONF} keeps everything below WORK, writes
 * core-site.xml and yarn-site.xml into CONF and prints {@code ready} and the address of HDFS. Runs
 * until its standard input ends, and so no longer than the process that started it; a line there
 * stops one of the datanodes.
 */
public final class MiniHadoop {
  private static final int NODES = 2;
  private static final int DATANODES = 3;

  /** So that one datanode may stop and every block still finds its places. */
  private static final int COPIES = 2;

  private static final int NODE_MEGABYTES = 6144;
  private static final int PATIENCE_MILLIS = 60_000;

  private MiniHadoop() {}

  /** Runs the cluster. */
  public static void main(String[] arguments) {
    int exitCode = 1;
    try {
      run(Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]));
      exitCode = 0;
    } catch (Exception failure) {
      System.err.println("the cluster failed: " + StringUtils.stringifyException(failure));
    }
    // Hadoop leaves threads behind that would keep the process alive.
    System.exit(exitCode);
  }

  private static void run(Path work, Path conf) throws Exception {
    Configuration settings = settings(work);
    try (MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(settings).numDataNodes(DATANODES).build()) {
      hdfs.waitActive();
      settings.set("fs.defaultFS", hdfs.getURI().toString());
      try (MiniYARNCluster yarn = new MiniYARNCluster("espalier", NODES, 1, 1)) {
        yarn.init(settings);
        yarn.start();
        if (!yarn.waitForNodeManagersToConnect(PATIENCE_MILLIS)) {
          throw new IOException("the nodes do not connect");
        }
        Configuration clients = new Configuration(yarn.getConfig());
        // A class of the mini cluster's own, which its clients do not have.
        clients.unset("net.topology.node.switch.mapping.impl");
        write(clients, conf.resolve("yarn-site.xml"));
        Configuration core = new Configuration(false);
        core.set("fs.defaultFS", hdfs.getURI().toString());
        core.setInt("dfs.replication", COPIES);
        write(core, conf.resolve("core-site.xml"));
        System.out.println("ready " + hdfs.getURI());
        awaitEnd(hdfs);
      }
    }
  }

  private static Configuration settings(Path work) {
    Configuration settings = new YarnConfiguration();
    settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, work.resolve("hdfs").toString());
    settings.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, NODE_MEGABYTES);
    settings.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    settings.setInt(YarnConfiguration.RM_SCHEDULER_MAXIMUM_ALLOCATION_MB, NODE_MEGABYTES);
    // A container that takes more than it asked for is killed, as on a real cluster.
    settings.setBoolean(YarnConfiguration.YARN_MINICLUSTER_CONTROL_RESOURCE_MONITORING, true);
    settings.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
    settings.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    // Containers round as this process's siblings do: what OpenBLAS is told decides on the last
    // bit.
    settings.set(
        YarnConfiguration.NM_ENV_WHITELIST,
        YarnConfiguration.DEFAULT_NM_ENV_WHITELIST + ",OPENBLAS_CORETYPE,OPENBLAS_L2_SIZE");
    // A disk that is nearly full must not make a node unhealthy.
    settings.set(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, "100");
    // The jar of the mini cluster carries no capacity-scheduler.xml.
    settings.set("yarn.scheduler.capacity.root.queues", "default");
    settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
    settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    settings.set("yarn.scheduler.capacity.node-locality-delay", "-1");
    return settings;
  }

  private static void write(Configuration settings, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.writeXml(out);
    }
  }

  private static void awaitEnd(MiniDFSCluster hdfs) throws IOException {
    int read = 0;
    while (read >= 0) {
      read = System.in.read();
      if (read == '\n') {
        hdfs.stopDataNode(0);
        System.out.println("stopped a datanode");
      }
    }
  }
}
