package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.BytePointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Does much work in a process of its own, whose memory nobody else uses. Each line of standard
 * output is what it holds after another part of the work: {@code <resident bytes> <heap bytes>}.
 * The last part leaves memory behind on purpose.
 */
final class MemoryProbe {
  static final Path STATUS = Path.of("/proc/self/status");
  private static final InputShape IMAGE = new InputShape.Image(2, 12, 12);
  private static final List<BytePointer> LEAKED = new ArrayList<>();

  private MemoryProbe() {}

  /**
   * Arguments: what to do (steps, trials), how often per line, lines, bytes that each of the last
   * leaves.
   */
  public static void main(String[] arguments) throws Exception {
    int times = Integer.parseInt(arguments[1]);
    int lines = Integer.parseInt(arguments[2]);
    int leak = Integer.parseInt(arguments[3]);
    if (arguments[0].equals("steps")) {
      steps(times, lines, leak);
    } else {
      trials(times, lines, leak);
    }
  }

  private static void steps(int times, int lines, int leak)
      throws IOException, InterruptedException {
    Targets.Classes classes =
        new Targets.Classes(new short[] {0, 2, 1, 2, 1, 0, 0, 1}, List.of("a", "b", "c"));
    MultiLayerNetwork network =
        Waves.network(
            mlp(dense(4)),
            Specs.training(Specs.adam(), 8),
            new InputShape.Flat(4),
            3,
            Task.CLASSIFICATION);
    Batch full = Waves.batch(Waves.wave(1, 1, 8, 4));
    Batch last = Waves.batch(Waves.wave(1, 1, 5, 4));
    try (TrainingStep step =
        new CompiledStep(network, new Criterion.CrossEntropy(classes), classes)) {
      for (int line = 0; line < lines; line++) {
        for (int i = 0; i < times; i++) {
          step.step(i % 5 == 4 ? last : full);
          leak(line < lines - 1 ? 0 : leak);
        }
        report();
      }
    }
  }

  /** Two at a time, as a local run trains them on two cores. */
  private static void trials(int times, int lines, int leak) throws Exception {
    PreparedData vectors = Examples.classes(new InputShape.Flat(6));
    PreparedData images = Examples.classes(IMAGE);
    SplittableRandom random = new SplittableRandom(3);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int line = 0; line < lines; line++) {
        List<Callable<Outcome>> trials = new ArrayList<>();
        for (int i = 0; i < times; i++) {
          boolean image = random.nextInt(2) == 0;
          ModelSpec model = image ? image(random) : vector(random);
          int batch = 2 + random.nextInt(22);
          int left = line < lines - 1 ? 0 : leak;
          trials.add(() -> trial(image ? images : vectors, model, batch, left));
        }
        check(threads.invokeAll(trials));
        report();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void check(List<Future<Outcome>> trials)
      throws InterruptedException, ExecutionException {
    for (Future<Outcome> trial : trials) {
      if (trial.get().status() != Status.COMPLETED) {
        throw new IllegalStateException(trial.get().error());
      }
    }
  }

  private static Outcome trial(PreparedData data, ModelSpec model, int batch, int leak) {
    leak(leak);
    return Segments.run(data, Segments.segment(model, Specs.training(Specs.adam(), batch), 1));
  }

  private static ModelSpec vector(SplittableRandom random) {
    LayerSpec first = dense(1 + random.nextInt(64));
    return random.nextBoolean()
        ? mlp(first)
        : mlp(first, new LayerSpec.BatchNorm(0.9, 1e-5), dense(1 + random.nextInt(64)));
  }

  private static ModelSpec image(SplittableRandom random) {
    LayerSpec first = conv(1 + random.nextInt(12), 1 + random.nextInt(5), 1, 0);
    LayerSpec pool = pool(random.nextBoolean() ? Pooling.MAX : Pooling.AVERAGE, 2, 2, 0);
    return random.nextBoolean()
        ? cnn(first, pool, new LayerSpec.Dropout(0.2), dense(1 + random.nextInt(30)))
        : cnn(first, pool, conv(1 + random.nextInt(12), 2, 1 + random.nextInt(2), 1));
  }

  @SuppressWarnings("resource") // kept on purpose
  private static void leak(int bytes) {
    if (bytes > 0) {
      BytePointer leaked = new BytePointer(bytes).zero();
      synchronized (LEAKED) {
        LEAKED.add(leaked);
      }
    }
  }

  private static void report() throws IOException, InterruptedException {
    long heap = collected();
    System.out.println(resident() + " " + heap);
  }

  /**
   * Bytes in use once collecting frees no more: native memory's owners take several rounds, and
   * between two of them threads of ND4J and JavaCPP free what the first one found.
   */
  private static long collected() throws InterruptedException {
    Runtime machine = Runtime.getRuntime();
    long smallest = Long.MAX_VALUE;
    for (int fruitless = 0; fruitless < 3; fruitless++) {
      System.gc();
      Thread.sleep(100);
      long used = machine.totalMemory() - machine.freeMemory();
      if (used < smallest - 100_000) {
        fruitless = 0;
      }
      smallest = Math.min(smallest, used);
    }
    return smallest;
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("there is no VmRSS in " + STATUS);
  }
}
