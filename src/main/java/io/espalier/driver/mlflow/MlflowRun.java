package io.espalier.driver.mlflow;

import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.Page;

/**
 * A run as the server has it: a run of MLflow for the search, and one below it for each trial. What
 * is there already is found by its tags.
 */
final class MlflowRun {
  private static final String RUN = "espalier.run";
  private static final String TRIAL = "espalier.trial";
  private static final String STATUS = "espalier.status";
  private static final String FINISHED = "espalier.digest";
  private static final String PARENT = "mlflow.parentRunId";

  /** What the server takes at once: 1,000 values, of which at most 100 are parameters. */
  private static final int MOST_METRICS = 850;

  private static final int MOST_PARAMETERS = 100;
  private static final int PAGE = 1_000;

  private final MlflowServer server;
  private final Event.RunOpened opened;
  private final String experiment;
  private final String identity;
  private final Map<Integer, Told> trials = new HashMap<>();
  private final RunInfo search;

  /**
   * What the server knows of a trial.
   *
   * @param segments whose metrics it has
   * @param status the trial's as it was told last; empty if it never came to an end there
   */
  private record Told(String id, int segments, String status) {}

  private MlflowRun(
      MlflowServer server, Event.RunOpened opened, String experiment, String identity) {
    this.server = server;
    this.opened = opened;
    this.experiment = experiment;
    this.identity = identity;
    this.search = found().orElseGet(this::created);
  }

  /** Finds a run on the server, or makes it. */
  static MlflowRun of(Event.RunOpened opened, MlflowServer server) {
    String name = opened.experiment();
    String experiment =
        server.ask(
            client ->
                client.searchExperiments("attribute.name = '" + name + "'").getItems().stream()
                    .findFirst()
                    .map(found -> found.getExperimentId())
                    .orElseGet(() -> client.createExperiment(name)));
    return new MlflowRun(
        server,
        opened,
        experiment,
        name + "/" + number(opened.run()) + " " + Instant.ofEpochMilli(opened.atMillis()));
  }

  private static String number(int run) {
    String digits = String.valueOf(run);
    return "0".repeat(Math.max(0, 3 - digits.length())) + digits;
  }

  /** The search's run, if the server has it; remembers what it has of trials. */
  private Optional<RunInfo> found() {
    Optional<RunInfo> parent = Optional.empty();
    Page<Run> page = server.ask(this::firstPage);
    while (true) {
      for (Run run : page.getItems()) {
        Map<String, String> tags = tags(run);
        String trial = tags.getOrDefault(TRIAL, "");
        if (trial.isEmpty()) {
          parent = Optional.of(run.getInfo());
        } else {
          String status =
              run.getInfo().getStatus() == RunStatus.RUNNING ? "" : tags.getOrDefault(STATUS, "");
          trials.put(Integer.valueOf(trial), new Told(run.getInfo().getRunId(), 0, status));
        }
      }
      if (!page.hasNextPage()) {
        return parent;
      }
      Page<Run> before = page;
      page = server.ask(client -> before.getNextPage());
    }
  }

  private Page<Run> firstPage(MlflowClient client) {
    String ours = "tags.`" + RUN + "` = '" + identity + "'";
    return client.searchRuns(List.of(experiment), ours, ViewType.ACTIVE_ONLY, PAGE);
  }

  private static Map<String, String> tags(Run run) {
    Map<String, String> tags = new HashMap<>();
    run.getData().getTagsList().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  private RunInfo created() {
    RunInfo run = create(number(opened.run()), opened.atMillis(), List.of());
    List<Param> known =
        List.of(
            MlflowValues.parameter("seed", String.valueOf(opened.seed())),
            MlflowValues.parameter("objective", opened.objective().metric()),
            MlflowValues.parameter("data", opened.dataFingerprint()));
    log(run.getRunId(), List.of(), known, List.of());
    return run;
  }

  private RunInfo create(String name, long atMillis, List<RunTag> tags) {
    CreateRun request =
        CreateRun.newBuilder()
            .setExperimentId(experiment)
            .setStartTime(atMillis)
            .addTags(MlflowValues.tag(RUN, identity))
            .addTags(MlflowValues.tag("mlflow.runName", name))
            .addTags(MlflowValues.tag("mlflow.source.name", "espalier"))
            .addAllTags(tags)
            .build();
    return server.ask(client -> client.createRun(request));
  }

  /** Says what is new of a trial. */
  void tell(Trial trial) {
    Told told = trials.computeIfAbsent(trial.number(), number -> begun(trial));
    boolean over = trial.status().finished();
    if (over && told.status().equals(trial.status().name())) {
      return;
    }
    boolean again = told.segments() > trial.segments().size(); // it was reopened
    List<Metric> metrics =
        MlflowValues.metrics(trial, again ? 0 : told.segments(), opened.objective());
    List<RunTag> tags =
        over
            ? List.of(
                MlflowValues.tag(STATUS, trial.status().name()),
                MlflowValues.tag("espalier.reason", trial.reason()))
            : List.of();
    log(told.id(), metrics, MlflowValues.parameters(trial), tags);
    if (over) {
      end(told.id(), MlflowValues.status(trial.status()), trial.finishedAtMillis());
    }
    trials.put(
        trial.number(),
        new Told(told.id(), trial.segments().size(), over ? trial.status().name() : ""));
  }

  private Told begun(Trial trial) {
    List<RunTag> tags =
        List.of(
            MlflowValues.tag(PARENT, search.getRunId()),
            MlflowValues.tag(TRIAL, String.valueOf(trial.number())));
    RunInfo run = create("trial " + trial.number(), trial.decidedAtMillis(), tags);
    return new Told(run.getRunId(), 0, "");
  }

  /** Where the server wants the files of the search. */
  String place() {
    return search.getArtifactUri();
  }

  /** Says what came of the search, the last thing that is said. */
  void finish(MlflowResult result) {
    List<RunTag> tags = new ArrayList<>();
    tags.add(MlflowValues.tag(FINISHED, result.finish().digest()));
    result
        .best()
        .ifPresent(best -> tags.add(MlflowValues.tag("espalier.best", "trial " + best.number())));
    log(search.getRunId(), result.metrics(), List.of(), tags);
    end(search.getRunId(), RunStatus.FINISHED, result.finish().atMillis());
  }

  private void end(String id, RunStatus status, long atMillis) {
    server.ask(
        client -> {
          client.setTerminated(id, status, atMillis);
          return status;
        });
  }

  /** Logs in as many pieces as the server wants. */
  private void log(String id, List<Metric> metrics, List<Param> parameters, List<RunTag> tags) {
    int metric = 0;
    int parameter = 0;
    List<RunTag> left = tags;
    while (metric < metrics.size() || parameter < parameters.size() || !left.isEmpty()) {
      int metricsTo = Math.min(metrics.size(), metric + MOST_METRICS);
      int parametersTo = Math.min(parameters.size(), parameter + MOST_PARAMETERS);
      List<Metric> someMetrics = metrics.subList(metric, metricsTo);
      List<Param> someParameters = parameters.subList(parameter, parametersTo);
      List<RunTag> someTags = left;
      server.ask(
          client -> {
            client.logBatch(id, someMetrics, someParameters, someTags);
            return id;
          });
      metric = metricsTo;
      parameter = parametersTo;
      left = List.of();
    }
  }
}
