package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.Companions;
import io.espalier.engine.lanes.LaneShape.Batches;
import io.espalier.wire.Outcome;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Trials of one shape with mixed learning rates and L2, on two slots of one thread each: side by
 * side as a search has them, one after another, and by two processes each of PyTorch in a loop, of
 * PyTorch's {@code torch.func.vmap} over 16 models, of Optuna over PyTorch, and of Deeplearning4j's
 * {@code fit}. Nothing is evaluated.
 */
public final class FusionBenchmark {
  private static final int SLOTS = 2;
  private static final int MODELS = 16;

  /** Asks for a study in place of so many models. */
  private static final int STUDY = 0;

  private static final Outcome.Place HERE = new Outcome.Place("localhost", "cpu", 0);

  private final Settings settings;
  private final List<Peer> torch;
  private final List<Peer> shipped;
  private final ExecutorService slots = Executors.newFixedThreadPool(SLOTS);
  private final Results results = new Results();
  private final MarkdownTable small;
  private final MarkdownTable large =
      new MarkdownTable("16 trials, trials/s", "search.fusion = auto", "off", "ratio");

  private FusionBenchmark(Settings settings, List<Peer> torch, List<Peer> shipped) {
    this.settings = settings;
    this.torch = torch;
    this.shipped = shipped;
    small =
        new MarkdownTable(
            "64 trials, trials/s",
            "search.fusion = auto",
            "off",
            "ratio",
            "PyTorch " + torch.get(0).version(),
            "ratio",
            "vmap over 16",
            "ratio",
            "Optuna with PyTorch",
            "ratio",
            "DL4J " + shipped.get(0).version() + " as shipped",
            "ratio");
  }

  /** Arguments: those of {@link Settings}; words are parts of nets' names. */
  public static void main(String[] arguments) throws Exception {
    Settings.run(arguments, FusionBenchmark::run);
  }

  private static void run(Settings settings) throws Exception {
    List<FusionNet> all = new ArrayList<>(FusionNet.small());
    all.addAll(FusionNet.large());
    List<FusionNet> nets = settings.chosen(all, FusionNet::name);
    try (Peer torch = Peer.python(settings);
        Peer secondTorch = Peer.python(settings);
        Peer shipped = ShippedPeer.start();
        Peer secondShipped = ShippedPeer.start()) {
      new FusionBenchmark(settings, List.of(torch, secondTorch), List.of(shipped, secondShipped))
          .measure(nets);
    }
  }

  private void measure(List<FusionNet> nets) throws Exception {
    try {
      for (FusionNet net : nets) {
        System.err.println("espalier: measuring " + net.name());
        if (FusionNet.large().contains(net)) {
          measureLarge(net);
        } else {
          measureSmall(net);
        }
      }
    } finally {
      slots.shutdown();
    }
    small.print();
    large.print();
    results.write(settings.result());
  }

  private void measureSmall(FusionNet net) throws Exception {
    Series fused = Series.of(settings.pairs());
    Series unfused = Series.of(settings.pairs());
    Series loop = Series.of(settings.pairs());
    Series mapped = Series.of(settings.pairs());
    Series study = Series.of(settings.pairs());
    Series dl4j = Series.of(settings.pairs());
    PreparedData data = net.data();
    for (int pair = 0; pair < settings.pairs(); pair++) {
      fused.set(pair, ours(net, data, TrainingPlan.ANY));
      unfused.set(pair, ours(net, data, TrainingPlan.ALONE));
      loop.set(pair, peers(torch, net, 1));
      mapped.set(pair, peers(torch, net, MODELS));
      study.set(pair, peers(torch, net, STUDY));
      dl4j.set(pair, peers(shipped, net, 1));
    }
    double ours = fused.median();
    small.row(
        net.name(),
        "%,.1f %,.1f %.1f %,.1f %.1f %,.1f %.1f %,.1f %.1f %,.1f %.1f",
        ours,
        unfused.median(),
        ours / unfused.median(),
        loop.median(),
        ours / loop.median(),
        mapped.median(),
        ours / mapped.median(),
        study.median(),
        ours / study.median(),
        dl4j.median(),
        ours / dl4j.median());
    results.large(net.name() + ", against one after another", "trials/s", ours, unfused.median());
    results.bar(net.name() + ", against PyTorch in a loop", "trials/s", ours, loop.median());
    results.bar(net.name() + ", against vmap over 16", "trials/s", ours, mapped.median());
    results.large(net.name() + ", against Optuna with PyTorch", "trials/s", ours, study.median());
    results.bar(net.name() + ", against DL4J as shipped", "trials/s", ours, dl4j.median());
  }

  private void measureLarge(FusionNet net) throws Exception {
    Series auto = Series.of(settings.pairs());
    Series off = Series.of(settings.pairs());
    PreparedData data = net.data();
    for (int pair = 0; pair < settings.pairs(); pair++) {
      auto.set(pair, ours(net, data, TrainingPlan.ANY));
      off.set(pair, ours(net, data, TrainingPlan.ALONE));
    }
    double ratio = auto.over(off).median();
    large.row(net.name(), "%,.2f %,.2f %.3f", auto.median(), off.median(), ratio);
    results.bar(net.name() + ", auto against off", "trials/s", auto.median(), off.median());
  }

  /** Trials per second of both slots, each with its half of the trials again and again. */
  private double ours(FusionNet net, PreparedData data, int mostTogether) throws Exception {
    TrainingPlan plan = net.plan().withMostTogether(mostTogether);
    int each = net.trials() / SLOTS;
    CyclicBarrier warm = new CyclicBarrier(SLOTS);
    List<Callable<Double>> halves = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      int first = slot * each;
      halves.add(
          () -> {
            Runnable half = () -> train(net, data, plan, first, each);
            ReadyNet.repeat(half, 1, settings.seconds() / 4);
            warm.await();
            return each * 1e6 / ReadyNet.repeat(half, 1, settings.seconds());
          });
    }
    double sum = 0;
    for (Future<Double> half : slots.invokeAll(halves)) {
      sum += half.get();
    }
    return sum;
  }

  /** Trains so many trials, as many side by side as an executor would. */
  private static void train(
      FusionNet net, PreparedData data, TrainingPlan plan, int first, int count) {
    List<Segment> segments = IntStream.range(first, first + count).mapToObj(net::segment).toList();
    int group =
        Companions.shape(segments.get(0), plan, data)
            .map(shape -> Companions.most(shape, Batches.SHARED, plan))
            .orElse(1);
    for (int from = 0; from < count; from += group) {
      List<Segment> part = segments.subList(from, Math.min(count, from + group));
      List<Outcome> outcomes =
          group > 1
              ? together(plan, data, part)
              : List.of(SegmentRunner.run(plan, data, part.get(0), HERE));
      if (!outcomes.stream().allMatch(one -> one.status() == Outcome.Status.COMPLETED)) {
        throw new IllegalStateException(outcomes.toString());
      }
    }
  }

  private static List<Outcome> together(
      TrainingPlan plan, PreparedData data, List<Segment> segments) {
    return SegmentRunner.together(
            plan,
            data,
            segments,
            HERE,
            Collections.nCopies(segments.size(), TrainingWatcher.NONE),
            Safekeeping.NONE)
        .orElseThrow();
  }

  /** Trials per second of all processes together; NaN of what is not installed. */
  private double peers(List<Peer> peers, FusionNet net, int models) throws IOException {
    for (Peer peer : peers) {
      peer.send(Map.of("net", net.described(), "seconds", settings.seconds(), "models", models));
    }
    double sum = 0;
    for (Peer peer : peers) {
      sum += 1e6 / (peer.answer().get("microseconds").asDouble(Double.NaN) * net.steps());
    }
    return sum;
  }
}
