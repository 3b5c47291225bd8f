package io.espalier.driver.inspect;

import io.espalier.Experiment;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.report.LayerView;
import io.espalier.driver.report.ModelView;
import io.espalier.engine.ModelTools;
import io.espalier.model.LayerShapes;
import io.espalier.search.history.Event;
import io.espalier.wire.Task;
import io.espalier.wire.TrialPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One retrained model and what can be seen in it. */
final class SavedModel {
  private final Experiment spec;
  private final TrialPlan resolved;
  private final PreparedData data;
  private final String zip;
  private final LayerShapes shapes;

  SavedModel(Experiment spec, TrialPlan resolved, PreparedData data, String zip) {
    this.spec = spec;
    this.resolved = resolved;
    this.data = data;
    this.zip = zip;
    Targets targets = data.dataset().targets();
    this.shapes =
        ModelTools.shapes(
            resolved.model(), data.dataset().shape(), targets.outputs(), targets.task());
  }

  ModelView view(Event.Retrained model, String configuration, TestSamples samples)
      throws IOException {
    Dataset dataset = data.dataset();
    boolean regression = dataset.targets().task() == Task.REGRESSION;
    List<List<LayerView>> layers = layers(samples);
    return new ModelView(
        model,
        configuration,
        new FirstLayerImages(resolved, data, shapes).of(zip, model.seed()),
        layers,
        dataset.targets() instanceof Targets.Classes ? outputs(layers) : List.of(),
        spec.data().source() instanceof DataSource.Playground playground
            ? Optional.of(new PlaneView(playground, spec.seed(), data, shapes).of(zip))
            : Optional.empty(),
        regression ? Optional.of(new RegressionView(data).of(zip)) : Optional.empty(),
        ProbabilityView.of(zip, data));
  }

  /** For each sample what each layer makes of it. */
  private List<List<LayerView>> layers(TestSamples samples) throws IOException {
    int examples = samples.samples().size();
    if (examples == 0) {
      return List.of();
    }
    List<float[]> outputs =
        ModelTools.layerOutputs(zip, samples.inputs(), examples, data.dataset().shape());
    List<List<LayerView>> views = new ArrayList<>();
    for (int example = 0; example < examples; example++) {
      List<LayerView> layers = new ArrayList<>();
      for (LayerShapes.Layer layer : shapes.layers()) {
        int size = layer.output().size();
        float[] numbers =
            Arrays.copyOfRange(
                outputs.get(layer.number() - 1), example * size, (example + 1) * size);
        layers.add(new LayerView(layer.number(), layer.kind(), layer.output(), numbers));
      }
      views.add(layers);
    }
    return views;
  }

  private static List<List<Float>> outputs(List<List<LayerView>> layers) {
    List<List<Float>> outputs = new ArrayList<>();
    for (List<LayerView> example : layers) {
      List<Float> row = new ArrayList<>();
      for (float number : example.get(example.size() - 1).numbers()) {
        row.add(number);
      }
      outputs.add(row);
    }
    return outputs;
  }
}
