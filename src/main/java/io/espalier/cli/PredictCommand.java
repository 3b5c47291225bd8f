package io.espalier.cli;

import io.espalier.data.Inputs;
import io.espalier.driver.run.ModelCard;
import io.espalier.engine.ModelTools;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Predict new data with a run's best model, or with any folder that holds a model.",
      "The input has the form of the training data; a model of images also takes picture files,",
      "a model of graphs a folder of TU Dortmund's text files, one of papers a citation set."
    })
final class PredictCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = RunLookup.RUN + " Or a folder with model.zip and model.json.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "INPUT",
      description = "A file or folder of new data.")
  private String input = "";

  @Mixin private NewExamples examples = new NewExamples();

  @Option(
      names = "--rows",
      paramLabel = "ROW",
      split = ",",
      description = "Only these examples of the input, counted from 1: --rows 1,6,18")
  private List<Integer> rows = new ArrayList<>();

  @Mixin private RunLookup lookup = new RunLookup();
  @Mixin private AnswerFormat format = new AnswerFormat();

  @Override
  public void run() {
    Configuration hadoop = new Configuration();
    Path model = new Path(lookup.choice(hadoop, command.commandLine().getErr()).modelFolder(run));
    ModelCard card = ModelCard.read(model, hadoop);
    Inputs inputs = examples.read(input, card, hadoop, command.commandLine().getErr()::println);
    List<Integer> shown = rows.isEmpty() ? numbers(inputs) : checked(inputs);
    float[][] predictions = predict(card, inputs, new Path(model, ModelCard.MODEL));
    List<String> header = header(card, predictions[0].length);
    List<List<Object>> answer = new ArrayList<>();
    for (int number : shown) {
      String name = inputs.names().get(number - 1);
      answer.add(
          inputs.incomplete().contains(number - 1)
              ? emptyRow(header, name)
              : row(card, name, predictions[number - 1]));
    }
    format.print(header, answer, command.commandLine().getOut());
  }

  private static List<Integer> numbers(Inputs inputs) {
    return IntStream.rangeClosed(1, inputs.examples()).boxed().toList();
  }

  private List<Integer> checked(Inputs inputs) {
    for (int number : rows) {
      if (number < 1 || number > inputs.examples()) {
        throw new UsageException(
            "there is no row "
                + number
                + " in "
                + examples.inWords(input)
                + ": it has rows 1 to "
                + inputs.examples());
      }
    }
    return rows;
  }

  private static float[][] predict(ModelCard card, Inputs inputs, Path model) {
    float[] numbers = new float[inputs.features().length()];
    inputs.features().copy(0, numbers, 0, numbers.length);
    card.normalisation().apply(numbers, 0, inputs.vectors(), card.input());
    try {
      float[][] outputs =
          card.input() instanceof InputShape.Graph graph
              ? ModelTools.predictGraphs(model.toString(), numbers, inputs.graphs(), graph)
              : ModelTools.predict(model.toString(), numbers, inputs.examples(), card.input());
      card.labels().unscale(outputs);
      return outputs;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot predict with " + model, failure);
    }
  }

  /**
   * The columns of the answer.
   *
   * @param outputs numbers that the model puts out
   */
  private static List<String> header(ModelCard card, int outputs) {
    List<String> header = new ArrayList<>(List.of("input"));
    if (card.classes().isEmpty()) {
      IntStream.rangeClosed(1, outputs)
          .mapToObj(number -> outputs == 1 ? "prediction" : "prediction_" + number)
          .forEach(header::add);
      return header;
    }
    header.add("class");
    card.classes().forEach(name -> header.add("p_" + name));
    return header;
  }

  /** A row for which there is no prediction. */
  private static List<Object> emptyRow(List<String> header, String name) {
    List<Object> row = new ArrayList<>(List.of(name));
    header.stream().skip(1).forEach(column -> row.add(""));
    return row;
  }

  private static List<Object> row(ModelCard card, String name, float[] outputs) {
    List<Object> row = new ArrayList<>(List.of(name));
    if (!card.classes().isEmpty()) {
      int likeliest = 0;
      for (int i = 1; i < outputs.length; i++) {
        likeliest = outputs[i] > outputs[likeliest] ? i : likeliest;
      }
      row.add(card.classes().get(likeliest));
    }
    for (float output : outputs) {
      row.add(output);
    }
    return row;
  }
}
