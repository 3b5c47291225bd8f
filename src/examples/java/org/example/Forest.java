package org.example;

import io.espalier.Trainable;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** A random forest of Tribuo's, whose trees vote. */
public final class Forest implements Trainable {
  private final RandomForestTrainer<Label> trainer;
  private final String[] inputs;
  private final int classes;
  private Model<Label> forest;

  public Forest(Request wanted) {
    float inputsOfASplit = (float) wanted.real("inputs-of-a-split");
    var tree = new CARTClassificationTrainer(wanted.whole("depth"), inputsOfASplit, wanted.seed());
    trainer =
        new RandomForestTrainer<>(tree, new VotingCombiner(), wanted.whole("trees"), wanted.seed());
    inputs =
        IntStream.range(0, wanted.input().size()).mapToObj(i -> "x" + i).toArray(String[]::new);
    classes = wanted.outputs();
  }

  @Override
  public void train(Examples examples, int toEpoch) {
    var labels = new LabelFactory();
    var all = new MutableDataset<>(new SimpleDataSourceProvenance("espalier", labels), labels);
    for (int i = 0; i < examples.size(); i++) {
      all.add(example(new Label(Integer.toString(examples.label(i))), examples.features(i)));
    }
    forest = trainer.train(all);
  }

  private ArrayExample<Label> example(Label label, float[] features) {
    double[] numbers = IntStream.range(0, features.length).mapToDouble(i -> features[i]).toArray();
    return new ArrayExample<>(label, inputs, numbers);
  }

  @Override
  public double[][] predict(float[][] features) {
    double[][] shares = new double[features.length][classes];
    for (int i = 0; i < shares.length; i++) {
      var votes = forest.predict(example(LabelFactory.UNKNOWN_LABEL, features[i]));
      for (Label vote : votes.getOutputScores().values()) {
        shares[i][Integer.parseInt(vote.getLabel())] = vote.getScore();
      }
    }
    return shares;
  }

  @Override
  public void save(OutputStream out) throws Exception {
    var objects = new ObjectOutputStream(out);
    objects.writeObject(forest);
    objects.flush();
  }

  @Override
  @SuppressWarnings("unchecked")
  public void load(InputStream in) throws Exception {
    forest = (Model<Label>) new ObjectInputStream(in).readObject();
  }
}
