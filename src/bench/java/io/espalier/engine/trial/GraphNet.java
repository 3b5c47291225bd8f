package io.espalier.engine.trial;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.data.DataSpec.Normalise;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.PreparedData;
import io.espalier.data.load.DataLoader;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LayerSpec.GraphConv;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A graph-convolution net and its data.
 *
 * @param forms of the propagation matrix that the peer knows; see {@code gcn_peer.py}
 * @param described the net as the peer reads it
 */
record GraphNet(
    String name,
    DataSource source,
    Normalise normalise,
    ModelSpec model,
    TrainingSpec training,
    List<String> forms,
    Map<String, Object> described) {
  private static final double RATE = 0.01;

  static List<GraphNet> all() {
    return List.of(molecules(), papers());
  }

  /** Three graph convolutions, the mean over nodes, a dense output; all 188 graphs. */
  private static GraphNet molecules() {
    int layers = 3;
    int units = 32;
    int batch = 32;
    LayerSpec layer = new GraphConv(units, Activation.RELU, 0);
    return new GraphNet(
        "MUTAG, 188 graphs, 3 layers of 32, batch 32",
        new DataSource.TuGraphs(Settings.data("tu/MUTAG"), false),
        new Normalise.None(),
        model(Collections.nCopies(layers, layer), GraphSpec.PLAIN),
        training(batch),
        List.of("dense", "sparse"),
        Map.of("data", "mutag", "layers", layers, "units", units, "batch", batch, "rate", RATE));
  }

  /** Kipf and Welling's net (2017) and settings: one step for all nodes, 140 of them labelled. */
  private static GraphNet papers() {
    int units = 16;
    double rate = 0.5;
    double l2 = 5e-4;
    List<LayerSpec> layers =
        List.of(new Dropout(rate), new GraphConv(units, Activation.RELU, l2), new Dropout(rate));
    GraphSpec.Output output = new GraphSpec.Output.GraphOutput(Activation.IDENTITY, 0);
    GraphSpec graph = new GraphSpec(GraphSpec.Propagation.LOOPS, GraphSpec.ReadOut.MEAN, output);
    return new GraphNet(
        "Cora, 2,708 nodes, 16 hidden, full batch",
        new DataSource.Citations(Settings.data("cora")),
        new Normalise.RowSum(),
        model(layers, graph),
        training(TrainingSpec.WHOLE_PART),
        List.of("dense", "sparse", "sparse features"),
        Map.of("data", "cora", "units", units, "dropout", rate, "l2", l2, "rate", RATE));
  }

  private static ModelSpec model(List<LayerSpec> layers, GraphSpec graph) {
    return new ModelSpec(
        Kind.GCN, layers, Loss.CROSS_ENTROPY, WeightInit.of(Scheme.XAVIER_UNIFORM), graph);
  }

  private static TrainingSpec training(int batch) {
    Updater adam = new Updater.Adam(RATE, 0.9, 0.999, 1e-8);
    return new TrainingSpec(adam, new LearningRateSchedule.Constant(), batch, 1, 0, 0);
  }

  /** All graphs to train on; of papers, those of the published training part. */
  PreparedData load() {
    Amount none = new Amount.Count(0);
    Selection selection =
        source instanceof DataSource.Citations ? Selection.PUBLISHED : Selection.RANDOM;
    DataSpec spec = new DataSpec(source, 0, none, 0, none, 0, selection, normalise, false);
    return new DataLoader(new Configuration(false)).load(spec, 1);
  }
}
