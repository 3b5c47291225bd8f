package io.espalier.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command that holds all others. */
@Command(
    name = "espalier",
    description = "Distributed hyperparameter search for Deeplearning4j on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command line or the experiment file is wrong",
      "3:the data, the models or the record of a run cannot be used",
      "4:the cluster cannot do the work, or what it gives cannot be written",
      "130, 143:it was stopped, by Ctrl-C or SIGTERM; the same command goes on from there",
      "141:nobody reads the answer any more (the pipe it goes to is closed)"
    })
public final class EspalierCommand implements Runnable {
  private static final Map<String, Class<?>> COMMANDS = commands();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where an error comes from.")
  private boolean debug;

  @Option(
      names = "--quiet",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Say nothing on standard error but why a command fails.")
  private boolean quiet;

  private final PrintWriter failures = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("init", InitCommand.class);
    commands.put("run", RunCommand.class);
    commands.put("plan", PlanCommand.class);
    commands.put("explain", ExplainCommand.class);
    commands.put("simulate", SimulateCommand.class);
    commands.put("query", QueryCommand.class);
    commands.put("runs", RunsCommand.class);
    commands.put("retrain", RetrainCommand.class);
    commands.put("predict", PredictCommand.class);
    commands.put("check", CheckCommand.class);
    commands.put("report", ReportCommand.class);
    commands.put("data", DataCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("generate-completion", AutoComplete.GenerateCompletion.class);
    return commands;
  }

  /** The program with all of its commands. */
  static CommandLine line() {
    return line(new EspalierCommand());
  }

  /** The program for these arguments: where they name a command first, with that one alone. */
  private static CommandLine line(EspalierCommand top, String... arguments) {
    CommandLine line = new CommandLine(top);
    boolean named = arguments.length > 0 && COMMANDS.containsKey(arguments[0]);
    boolean alone = named && !arguments[0].equals("generate-completion");
    COMMANDS.forEach(
        (name, command) -> {
          if (!alone || name.equals(arguments[0])) {
            line.addSubcommand(command);
          }
        });
    return line;
  }

  /** Whether a command is to say nothing but its answer and why it fails. */
  static boolean quiet(CommandSpec command) {
    return command.root().userObject() instanceof EspalierCommand top && top.quiet;
  }

  /** Where a command says why it fails, quiet or not. */
  static PrintWriter failures(CommandSpec command) {
    return command.root().userObject() instanceof EspalierCommand top
        ? top.failures
        : command.commandLine().getErr();
  }

  /** Whether errors show their stack trace. */
  boolean debug() {
    return debug;
  }

  /** Runs the command line and returns its exit code. */
  public static int execute(String... arguments) {
    int code = execute(AnswerStream.standard(), arguments);
    ClassArchive.end(code);
    return code;
  }

  /** The same with the answer going elsewhere. */
  static int execute(AnswerStream answer, String... arguments) {
    EspalierCommand top = new EspalierCommand();
    PrintWriter out = new PrintWriter(answer, true, StandardCharsets.UTF_8);
    PrintWriter err = top.failures;
    int code =
        line(top, arguments)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new ArgumentErrors(err))
            .setExecutionExceptionHandler(new Failures(top, err))
            .setExecutionStrategy(parsed -> top.carryOut(parsed))
            .execute(arguments);
    out.flush();
    if (code != 0 || answer.objection().isEmpty()) {
      return code;
    }
    if (answer.abandoned()) {
      return AnswerStream.NOBODY_READS;
    }
    answer.objection().ifPresent(why -> err.println("espalier: " + why));
    return Failures.CLUSTER;
  }

  private int carryOut(ParseResult parsed) {
    if (quiet) {
      spec.commandLine().setErr(new PrintWriter(Writer.nullWriter()));
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
