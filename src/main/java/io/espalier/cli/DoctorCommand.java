package io.espalier.cli;

import io.espalier.driver.run.RunCheck;
import io.espalier.driver.run.RunChoice;
import io.espalier.driver.run.Salvage;
import io.espalier.engine.MachineFacts;
import io.espalier.engine.ModelTools;
import io.espalier.wire.InputShape;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Platform;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import scala.util.Properties;

/** {@code espalier doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Look at Java, the native library, threads, memory, Spark and the data folder; one line each, with what to do.",
      "With --run, look at what a run has recorded instead; exit code 3 if the record is damaged."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int DAMAGED = 3;
  private static final long MEGABYTE = 1024 * 1024;

  @Spec private CommandSpec command = CommandSpec.create();

  @Option(names = "--run", paramLabel = "RUN", description = RunLookup.RUN)
  private String run = "";

  @Option(
      names = "--salvage",
      description =
          "Make the next run of what is readable of RUN; the damaged one is left as it is.")
  private boolean salvage;

  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerOption answers = new AnswerOption();

  private final List<RunCheck.Finding> findings = new ArrayList<>();

  @Override
  public Integer call() {
    if (!run.isEmpty()) {
      return lookAtRun();
    }
    if (salvage) {
      throw new UsageException("--salvage needs a run: espalier doctor --run RUN --salvage");
    }
    lookAtMachine();
    answers.print(command, new DoctorAnswer(findings, Optional.empty()));
    return 0;
  }

  private int lookAtRun() {
    PrintWriter errors = command.commandLine().getErr();
    Configuration hadoop = new Configuration();
    String folder = lookup.choice(hadoop, errors).folder(run, RunChoice.Need.RECORD);
    RunCheck check = RunCheck.of(folder, hadoop);
    Optional<String> salvaged = Optional.empty();
    try {
      if (salvage) {
        salvaged =
            Optional.of(
                Salvage.run(folder, hadoop, line -> errors.println("espalier: " + line)).path());
      }
    } finally {
      answers.print(command, new DoctorAnswer(check.findings(), salvaged));
    }
    return salvage || check.sound() ? 0 : DAMAGED;
  }

  private void lookAtMachine() {
    java();
    flags();
    MachineFacts facts = ModelTools.facts();
    line(
        true,
        "backend",
        facts.backend() + ", " + facts.nativeLibrary() + ", " + facts.blasVendor(),
        "");
    line(
        facts.oneDnn() || !facts.backend().equals("CPU"),
        "oneDNN",
        facts.oneDnnReason(),
        "convolutions train several times slower without it");
    step();
    threads(facts);
    memory(facts);
    line(
        !facts.gpuMissing(),
        "gpu",
        facts.gpus(),
        "runs here need spark.espalier.gpu.fallback=cpu to go on with the CPU");
    spark();
    data();
  }

  private void java() {
    String version = Runtime.version() + " (" + System.getProperty("java.vm.name") + ")";
    List<Integer> javas = Platform.javas(sparkVersion(), Properties.versionNumberString());
    line(
        javas.contains(Runtime.version().feature()),
        "java",
        version,
        javas.isEmpty() ? "see what Spark needs" : "use a JDK " + Platform.text(javas));
  }

  private void flags() {
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    boolean opened = Object.class.getModule().isOpen("sun.nio.ch", DoctorCommand.class.getModule());
    String helpers = System.getProperty("org.eclipse.deeplearning4j.helpers.disable", "not set");
    line(
        opened,
        "jvm flags",
        opened ? "java.base is open to Spark" : "java.base is closed to Spark",
        "start through submit/local.sh");
    line(
        helpers.equals("false"),
        "helpers",
        "org.eclipse.deeplearning4j.helpers.disable is " + helpers,
        "start through submit/local.sh");
    line(
        true,
        "options",
        String.join(" ", flags.stream().filter(flag -> !flag.startsWith("--add-opens")).toList()),
        "");
  }

  /** Asks with a small network; {@code plan} asks with the experiment's own. */
  private void step() {
    ModelSpec model =
        new ModelSpec(
            ModelSpec.Kind.SOFTMAX,
            List.of(),
            Loss.CROSS_ENTROPY,
            WeightInit.of(WeightInit.Scheme.PYTORCH));
    TrainingSpec training =
        new TrainingSpec(new Updater.Sgd(1), new LearningRateSchedule.Constant(), 1, 1, 0, 0);
    Optional<String> reason =
        ModelTools.notCompiled(model, training, new InputShape.Flat(1), 2, Task.CLASSIFICATION);
    line(
        reason.isEmpty(),
        "step",
        reason.map(why -> "layer by layer: " + why).orElse("compiled"),
        "training is slower");
  }

  private void threads(MachineFacts facts) {
    String cpus = System.getProperty("spark.task.cpus", "1");
    line(
        Integer.toString(facts.threads()).equals(cpus),
        "threads",
        facts.cores()
            + " cores, "
            + facts.threads()
            + " threads per trial, spark.task.cpus "
            + cpus,
        "set OMP_NUM_THREADS=" + cpus + " before the JVM starts (submit/local.sh does)");
  }

  private void memory(MachineFacts facts) {
    String outside =
        facts.maxNativeBytes() == 0 ? "without limit" : facts.maxNativeBytes() / MEGABYTE + " MB";
    String fact =
        facts.maxHeapBytes() / MEGABYTE + " MB heap, network arrays outside it " + outside;
    line(
        facts.maxNativeBytes() > 0,
        "memory",
        fact,
        "set -Dorg.bytedeco.javacpp.maxbytes (submit/local.sh does)");
  }

  private void spark() {
    String scala = Properties.versionNumberString();
    line(
        !Platform.javas(sparkVersion(), scala).isEmpty(),
        "spark",
        sparkVersion()
            + ", Scala "
            + scala
            + ", master "
            + System.getProperty("spark.master", "local[*]"),
        "use Spark 3.5 for Scala 2.12, or Spark 4 for Scala 2.13");
  }

  private static String sparkVersion() {
    return org.apache.spark.package$.MODULE$.SPARK_VERSION();
  }

  private void data() {
    Path root = Path.of(System.getenv().getOrDefault("ESPALIER_DATA", "data"));
    line(
        Files.isDirectory(root),
        "data",
        root.toAbsolutePath() + (Files.isDirectory(root) ? "" : " is not there"),
        "set ESPALIER_DATA, or 'espalier data get mnist'; generated sets need no folder");
  }

  private void line(boolean good, String word, String fact, String advice) {
    findings.add(new RunCheck.Finding(good, word, fact, advice));
  }
}
