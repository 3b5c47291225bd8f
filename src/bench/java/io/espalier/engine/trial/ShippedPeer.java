package io.espalier.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.engine.Clock;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j as it is shipped: {@code MultiLayerNetwork.fit} in a process of its own, with the
 * library's defaults (among them, no oneDNN) and none of our classes but this one. Its momentum is
 * Nesterov's: it has no other.
 */
public final class ShippedPeer {
  private static final String SWITCH = "org.nd4j.nativeblas.Nd4jCpu";
  private static final String PROPERTIES =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";
  private static final int FEWEST_STEPS = 3;

  private ShippedPeer() {}

  /** Starts the process, its class path free of our main classes. */
  static Peer start() throws IOException {
    try {
      Path ours =
          Path.of(
              Class.forName(SWITCH).getProtectionDomain().getCodeSource().getLocation().toURI());
      List<String> entries = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
        if (!Path.of(entry).toAbsolutePath().equals(ours)) {
          entries.add(entry);
        }
      }
      return Peer.java(
          ShippedPeer.class, List.of("-Xmx1g"), String.join(File.pathSeparator, entries));
    } catch (ClassNotFoundException | URISyntaxException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** Answers requests that hold a net, as a {@link BenchmarkNet} describes itself, and seconds. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    requireNoSwitch();
    ObjectMapper json = new ObjectMapper();
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answers.println(json.writeValueAsString(Map.of("version", version())));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      JsonNode request = json.readTree(line);
      double microseconds = measure(request.get("net"), request.get("seconds").asDouble());
      answers.println(json.writeValueAsString(Map.of("microseconds", microseconds)));
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = MultiLayerNetwork.class.getResourceAsStream(PROPERTIES)) {
      if (file != null) {
        properties.load(file);
      }
    }
    return properties.getProperty("version", "of unknown version");
  }

  private static void requireNoSwitch() {
    try {
      Class.forName(SWITCH);
      throw new IllegalStateException("our switch for oneDNN is on the class path");
    } catch (ClassNotFoundException expected) {
      // as shipped
    }
  }

  private static double measure(JsonNode net, double seconds) {
    MultiLayerNetwork network = network(net);
    DataSet batch = batch(net);
    fit(network, batch, seconds / 4);
    return fit(network, batch, seconds);
  }

  private static double fit(MultiLayerNetwork network, DataSet batch, double seconds) {
    long start = Clock.nanos();
    int count = 0;
    while (count < FEWEST_STEPS || Clock.nanos() - start < seconds * 1e9) {
      network.fit(batch);
      count++;
    }
    return (Clock.nanos() - start) / 1e3 / count;
  }

  private static DataSet batch(JsonNode net) {
    int examples = net.get("batch").asInt();
    int outputs = net.get("outputs").asInt();
    long[] shape = new long[net.get("input").size() + 1];
    shape[0] = examples;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = net.get("input").get(i - 1).asLong();
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, outputs);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, i * 7 % outputs, 1);
    }
    return new DataSet(Nd4j.rand(DataType.FLOAT, shape).muli(2).subi(1), labels);
  }

  private static MultiLayerNetwork network(JsonNode net) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(updater(net))
            .l2(net.get("l2").asDouble())
            .list();
    net.get("layers").forEach(layer -> layers.layer(layer(layer)));
    layers.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nOut(net.get("outputs").asInt())
            .build());
    layers.setInputType(inputType(net.get("input")));
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  private static InputType inputType(JsonNode input) {
    return input.size() == 1
        ? InputType.feedForward(input.get(0).asLong())
        : InputType.convolutional(
            input.get(1).asLong(), input.get(2).asLong(), input.get(0).asLong());
  }

  private static IUpdater updater(JsonNode net) {
    double rate = net.get("rate").asDouble();
    double momentum = net.get("momentum").asDouble();
    if (net.get("updater").asText().equals("adam")) {
      return new Adam(rate);
    }
    return momentum == 0 ? new Sgd(rate) : new Nesterovs(rate, momentum);
  }

  private static Layer layer(JsonNode layer) {
    int first = layer.get(1).asInt();
    return switch (layer.get(0).asText()) {
      case "conv" ->
          new ConvolutionLayer.Builder(layer.get(2).asInt(), layer.get(2).asInt())
              .padding(layer.get(3).asInt(), layer.get(3).asInt())
              .nOut(first)
              .activation(Activation.RELU)
              .build();
      case "pool" ->
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
              .kernelSize(first, first)
              .stride(layer.get(2).asInt(), layer.get(2).asInt())
              .build();
      default -> new DenseLayer.Builder().nOut(first).activation(Activation.RELU).build();
    };
  }
}
