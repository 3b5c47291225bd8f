package io.espalier.engine.parallel;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.ParallelRetrain;
import io.espalier.engine.Specs;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What we changed of dl4j-spark's parameter averaging changes no number. */
class AgainstDl4jSparkTest {
  private static final InputShape SHAPE = new InputShape.Flat(6);
  private static final PreparedData DATA = Examples.classes(SHAPE);
  private static final ModelSpec MODEL = mlp(dense(12));
  private static final Updater ADAM = new Updater.Adam(0.01, 0.9, 0.999, 1e-8);
  private static final int BATCH = 3;
  private static final int WORKERS = 2;
  private static final int FREQUENCY = 2;

  @TempDir private Path folder;

  /** 23 examples are 8 batches, the last one short: two rounds of two workers with two each. */
  @Test
  void twoRoundsOfTwoWorkersGiveTheWeightsThatDl4jSparkGivesItself() throws IOException {
    CheckpointRef zip = new CheckpointRef(folder.resolve("model.zip").toUri().toString());
    TrainingSpec training = Specs.training(ADAM, BATCH);
    Segment segment = Segments.segment(MODEL, training, 0, 1, CheckpointRef.NONE, zip);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("against-dl4j-spark")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      MultiLayerNetwork theirs = fitted(spark, segment);
      new ParallelRetrain(spark, spark.broadcast(Segments.plan(DATA)), spark.broadcast(DATA))
          .train(segment, WORKERS, FREQUENCY);
      MultiLayerNetwork ours = ModelFiles.load(zip);

      assertThat(ours.getIterationCount()).isEqualTo(theirs.getIterationCount()).isEqualTo(4);
      assertClose(ours.params().toFloatVector(), theirs.params().toFloatVector());
      assertClose(
          ours.getUpdater().getStateViewArray().toFloatVector(),
          theirs.getUpdater().getStateViewArray().toFloatVector());
    }
  }

  private static MultiLayerNetwork fitted(JavaSparkContext spark, Segment segment) {
    MultiLayerNetwork network =
        Networks.create(
            MODEL,
            segment.training(),
            SHAPE,
            DATA.dataset().targets().outputs(),
            Task.CLASSIFICATION,
            segment.seed(),
            DataType.FLOAT);
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(WORKERS, BATCH)
            .batchSizePerWorker(BATCH)
            .averagingFrequency(FREQUENCY)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .repartionData(Repartition.Never)
            .storageLevel(null)
            .saveUpdater(true)
            .build();
    SparkDl4jMultiLayer theirs = new SparkDl4jMultiLayer(spark, network, master);
    List<DataSet> batches = batches();
    int round = WORKERS * FREQUENCY;
    for (int from = 0; from < batches.size(); from += round) {
      theirs.fit(spark.parallelize(batches.subList(from, from + round), WORKERS));
    }
    return network;
  }

  /** The batches of the first epoch. */
  private static List<DataSet> batches() {
    int[] rows = DATA.split().rows(Part.TRAIN);
    int[] order =
        Seeds.permutation(
            Seeds.seed(Segments.plan(DATA).seed(), Purpose.SHUFFLE, 0, 0, 0), rows.length);
    short[] labels = ((Targets.Classes) DATA.dataset().targets()).labels();
    List<DataSet> batches = new ArrayList<>();
    for (int from = 0; from < order.length; from += BATCH) {
      int count = Math.min(BATCH, order.length - from);
      float[][] inputs = new float[count][SHAPE.size()];
      float[][] truth = new float[count][DATA.dataset().targets().outputs()];
      for (int i = 0; i < count; i++) {
        int row = rows[order[from + i]];
        DATA.fill(new int[] {row}, 0, 1, inputs[i]);
        truth[i][labels[row]] = 1;
      }
      batches.add(new DataSet(Nd4j.createFromArray(inputs), Nd4j.createFromArray(truth)));
    }
    return batches;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(2e-5f));
    }
  }
}
