package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Measures one net, any side of the comparison, as often as asked. */
final class NetTiming {
  /** Who is measured beside us, each in a process of its own. */
  record Peers(Peer torch, Peer jax, Peer shipped) implements AutoCloseable {
    static Peers start(Settings settings) throws IOException {
      return new Peers(Peer.python(settings), Peer.python(settings, "jax"), ShippedPeer.start());
    }

    /** Whether the Python has JAX. */
    boolean hasJax() {
      return !jax.version().isEmpty();
    }

    @Override
    public void close() throws IOException {
      torch.close();
      jax.close();
      shipped.close();
    }
  }

  /** What is measured, in this order in every pair. Steps see one drawn batch again and again. */
  enum Side {
    /** Our compiled step. */
    COMPILED,
    /** PyTorch's step with its default optimizer. */
    TORCH,
    /** PyTorch's step with the optimizer that updates all weights in one call. */
    TORCH_FUSED,
    /** PyTorch's step with forward pass, loss and optimizer through {@code torch.compile}. */
    TORCH_COMPILED,
    /** The whole step as one function that JAX compiles; NaN of nets that are not plain. */
    JAX,
    /** A call of {@code fit} in a process without our switches; NaN of nets that are not plain. */
    SHIPPED,
    /** Our reference step. */
    LAYERWISE,
    /** An epoch of real examples, as a search trains it. */
    EPOCH,
    /** The steps of that epoch alone, on batches assembled beforehand. */
    BARE_EPOCH,
    /** PyTorch's epoch of the same examples, with the faster optimizer. */
    TORCH_EPOCH,
    /** PyTorch's epoch of the same examples through {@code torch.compile}. */
    TORCH_COMPILED_EPOCH
  }

  private final BenchmarkNet net;
  private final Peers peers;
  private final double seconds;
  private final PreparedData drawn;
  private final PreparedData examples;
  private final Map<String, Object> exported;
  private final EpochTiming epochs;

  NetTiming(BenchmarkNet net, Peers peers, double seconds) throws IOException {
    this.net = net;
    this.peers = peers;
    this.seconds = seconds;
    drawn = BenchmarkData.drawn(net);
    examples = net.examples().load(net.shape());
    exported = BenchmarkData.exported(net.examples(), examples);
    epochs = new EpochTiming(examples, net.model(), net.training());
  }

  /** Microseconds of a step, or of an epoch. */
  double microseconds(Side side) throws IOException {
    return switch (side) {
      case COMPILED -> steps(true);
      case LAYERWISE -> steps(false);
      case TORCH -> ask(peers.torch(), Map.of("how", "eager"));
      case TORCH_FUSED -> ask(peers.torch(), Map.of("how", "fused"));
      case TORCH_COMPILED -> ask(peers.torch(), Map.of("how", "compiled"));
      case TORCH_EPOCH -> ask(peers.torch(), Map.of("how", "fused", "examples", exported));
      case TORCH_COMPILED_EPOCH ->
          ask(peers.torch(), Map.of("how", "compiled", "examples", exported));
      case JAX -> peers.hasJax() && net.isPlain() ? ask(peers.jax(), Map.of()) : Double.NaN;
      case SHIPPED -> net.isPlain() ? ask(peers.shipped(), Map.of()) : Double.NaN;
      case EPOCH -> epochs.microseconds(seconds);
      case BARE_EPOCH -> bareEpoch();
    };
  }

  private double steps(boolean compiled) {
    try (ReadyNet ready = new ReadyNet(net, drawn, compiled)) {
      ready.steps(seconds / 4);
      return ready.steps(seconds);
    }
  }

  private double bareEpoch() {
    try (ReadyNet ready = new ReadyNet(net, examples, true)) {
      ready.epochs(seconds / 4);
      return ready.epochs(seconds);
    }
  }

  private double ask(Peer peer, Map<String, Object> how) throws IOException {
    Map<String, Object> request = new HashMap<>(how);
    request.put("net", net.described());
    request.put("seconds", seconds);
    return peer.ask(request).get("microseconds").asDouble();
  }
}
