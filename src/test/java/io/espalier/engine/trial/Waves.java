package io.espalier.engine.trial;

import io.espalier.engine.models.Networks;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers any language can make: sin(phase + 0.7·i), for comparison with PyTorch. */
final class Waves {
  private Waves() {}

  static INDArray wave(double phase, double scale, long... shape) {
    int length = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] numbers =
        IntStream.range(0, length).mapToDouble(i -> scale * Math.sin(phase + 0.7 * i)).toArray();
    return Nd4j.createFromArray(numbers).reshape('c', shape).castTo(DataType.FLOAT);
  }

  static MultiLayerNetwork network(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Task task) {
    return Networks.create(model, training, input, outputs, task, 1, DataType.FLOAT);
  }

  static double[] forward(MultiLayerNetwork network, INDArray inputs, boolean training) {
    NetworkPass pass = new NetworkPass(network);
    return NetworkPass.inWorkspace(() -> Outputs.read(pass.forward(inputs, training)));
  }

  static Batch batch(INDArray inputs) {
    int examples = (int) inputs.size(0);
    return new Batch(inputs, IntStream.range(0, examples).toArray(), 0, examples);
  }
}
