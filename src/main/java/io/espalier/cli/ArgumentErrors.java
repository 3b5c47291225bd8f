package io.espalier.cli;

import io.espalier.search.space.NearestWord;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the command line and where help is. */
final class ArgumentErrors implements IParameterExceptionHandler {
  private final PrintWriter err;

  ArgumentErrors(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    err.println("espalier: " + message(wrong) + suggestion(wrong) + "; see " + name + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String message(ParameterException wrong) {
    String first = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
    return first.isEmpty()
        ? first
        : first.substring(0, 1).toLowerCase(Locale.ROOT) + first.substring(1);
  }

  private static String suggestion(ParameterException wrong) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    CommandLine command = wrong.getCommandLine();
    List<String> given = unmatched.getUnmatched();
    Collection<String> words =
        Stream.concat(
                command.getSubcommands().keySet().stream(),
                command.getCommandSpec().optionsMap().keySet().stream())
            .toList();
    return given.isEmpty() ? "" : NearestWord.hint(given.get(0), words);
  }
}
