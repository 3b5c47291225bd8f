package io.espalier.cli;

import io.espalier.driver.conf.Explanations;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Say what a key of experiment files means: what it accepts, its default, an example.",
      "Example: espalier explain model.layers.conv"
    })
final class ExplainCommand implements Runnable {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "KEY",
      description =
          "A key, or a word that may stand at one: search, training.updater.adam, data.folds. The"
              + " last words are enough where no other key ends with them.")
  private String key = "";

  @Override
  public void run() {
    Explanations explanations = new Explanations();
    explanations
        .of(key)
        .orElseThrow(() -> unknown(explanations.near(key)))
        .forEach(command.commandLine().getOut()::println);
  }

  private UsageException unknown(List<String> near) {
    return new UsageException(
        "there is no key '"
            + key
            + "'; "
            + (near.isEmpty()
                ? "experiment files have experiment, data, model, training, measure, search,"
                    + " retrain, report and output"
                : "did you mean " + String.join(" or ", near) + "?"));
  }
}
