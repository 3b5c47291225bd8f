package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.RetrainSpec;
import io.espalier.data.CsvForm;
import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Playground;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Selection;
import io.espalier.data.TableSpec;
import io.espalier.search.history.Objective;
import io.espalier.wire.Activation;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.Configuration;
import io.espalier.wire.GradientClip;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.Metric;
import io.espalier.wire.Part;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
  private static final Configuration NONE = Configuration.of(Map.of());

  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void everySourceIsRead() {
    assertThat(source("mnist")).isEqualTo(new DataSource.Idx("data/mnist", List.of()));
    assertThat(source("fashion-mnist, path = /f"))
        .isInstanceOfSatisfying(
            DataSource.Idx.class,
            idx -> {
              assertThat(idx.path()).isEqualTo("/f");
              assertThat(idx.classNames()).hasSize(10).contains("Ankle boot");
            });
    assertThat(source("idx, path = x, class-names = [a, b]"))
        .isEqualTo(new DataSource.Idx("data/x", List.of("a", "b")));
    assertThat(source("cifar10")).isEqualTo(new DataSource.Cifar10("data/cifar-10"));
    assertThat(
            source(
                "csv, path = t.csv, label = y, features = [a, b], categorical = b, separator ="
                    + " \";\", regression = true, test-path = \"s3a://b/t.csv\""))
        .isEqualTo(
            new DataSource.Table(
                DataSource.Table.Format.CSV,
                "data/t.csv",
                "s3a://b/t.csv",
                CsvForm.USUAL.withSeparator(";"),
                TableSpec.of("y")
                    .predicting(List.of("y"))
                    .withInputs(List.of("a", "b"), List.of(), List.of("b"))));
    assertThat(source("parquet, path = t, label = y"))
        .isEqualTo(
            new DataSource.Table(
                DataSource.Table.Format.PARQUET, "data/t", "", CsvForm.USUAL, TableSpec.of("y")));
    assertThat(source("images, path = i, height = 8, width = 9, channels = 1"))
        .isEqualTo(new DataSource.ImageFolder("data/i", 8, 9, 1));
    assertThat(source("images, path = i, resize = crop"))
        .isEqualTo(new DataSource.ImageFolder("data/i", 0, 0, 3, DataSource.Resize.CROP));
    assertThat(
            source(
                "images, path = i, labels = t.csv, file-column = f, label-column = l, resize = fit"))
        .isEqualTo(
            new DataSource.ImageTable(
                "data/i", "data/t.csv", "f", "l", 0, 0, 3, DataSource.Resize.FIT));
    assertThat(source("emnist, set = letters"))
        .isEqualTo(new DataSource.Emnist("data/emnist", "letters"));
    assertThat(source("cifar100"))
        .isEqualTo(new DataSource.Cifar100("data/cifar-100", DataSource.Cifar100.Labels.FINE));
    assertThat(source("cifar100, labels = coarse, path = /c"))
        .isEqualTo(new DataSource.Cifar100("/c", DataSource.Cifar100.Labels.COARSE));
    assertThat(source("npy, images = x.npy, labels = /y.npy"))
        .isEqualTo(new DataSource.NumpyArrays("", "data/x.npy", "/y.npy", "", ""));
    assertThat(source("npy, path = a.npz, images = x, labels = y"))
        .isEqualTo(new DataSource.NumpyArrays("data/a.npz", "x", "y", "", ""));
    assertThat(source("iris")).isEqualTo(new DataSource.Iris());
    assertThat(source("digits, train = 100, test = 20")).isEqualTo(new DataSource.Digits(100, 20));
    assertThat(source("blobs")).isEqualTo(new DataSource.Blobs(200, 20, 2, 1));
    assertThat(source("playground, pattern = xor, noise = 0.1, inputs = [x1-squared, sin-x2]"))
        .isEqualTo(
            new Playground(
                Playground.Pattern.XOR,
                500,
                0.1,
                List.of(Playground.Input.X1_SQUARED, Playground.Input.SIN_X2)));
  }

  @Test
  void publishedPartsOfPicturesAreUsedUnlessAnotherSplitIsAskedFor() {
    assertThat(data("images, path = i").selection()).isEqualTo(Selection.PUBLISHED);
    assertThat(data("images, path = i, limit = 10, test-limit = 5, test = 0.1").selection())
        .isEqualTo(Selection.PUBLISHED);
    assertThat(data("images, path = i, validation = 0.3").selection()).isEqualTo(Selection.RANDOM);
    assertThat(data("npy, path = a.npz, folds = 5").selection()).isEqualTo(Selection.STRATIFIED);
    assertThat(data("mnist").selection()).isEqualTo(Selection.RANDOM);
  }

  private DataSpec data(String source) {
    return written.load("data { source = " + source + " }\nmodel { kind = softmax }").data();
  }

  @Test
  void sharesAndCountsAreToldApart() {
    DataSpec data =
        written
            .load(
                Written.iris(
                    "data { validation = 30, test = 0.1, limit = 120, test-limit = 9, selection ="
                        + " last, normalize = mean-image, flatten = true }"))
            .data();
    assertThat(data.validation()).isEqualTo(new DataSpec.Amount.Count(30));
    assertThat(data.test()).isEqualTo(new DataSpec.Amount.Share(0.1));
    assertThat(data.limit()).isEqualTo(120);
    assertThat(data.testLimit()).isEqualTo(9);
    assertThat(data.selection()).isEqualTo(DataSpec.Selection.LAST);
    assertThat(data.normalise()).isEqualTo(new DataSpec.Normalise.MeanImage());
    assertThat(data.flatten()).isTrue();
  }

  @Test
  void numbersToPredictBringTheirLossAndMetrics() {
    String text = "data { source = playground, pattern = plane }\nmodel.kind = linear\n";
    assertThat(written.load(text).plan().of(NONE).model().loss()).isEqualTo(Loss.SQUARED_ERROR);
    assertThat(written.load(text, "search.objective.metric=validation-rmse").objective())
        .isEqualTo(new Objective("validation_rmse", Objective.Goal.MINIMIZE, Objective.At.LAST));
    assertThat(written.problems(text, "search.objective.metric=validation-accuracy"))
        .singleElement()
        .asString()
        .contains("'validation-accuracy' is not accepted");
    assertThat(
            written.load(Written.iris("model.loss = squared-error")).plan().of(NONE).model().loss())
        .isEqualTo(Loss.SQUARED_ERROR);
  }

  @Test
  void theGoalFollowsTheMetric() {
    assertThat(
            written
                .load(Written.iris("search.objective { metric = validation-f1, at = best }"))
                .objective())
        .isEqualTo(new Objective("validation_f1", Objective.Goal.MAXIMIZE, Objective.At.BEST));
    assertThat(written.load(Written.iris("")).objective())
        .isEqualTo(new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.LAST));
    assertThat(written.problems(Written.iris("search.objective.metric = test-loss")))
        .singleElement()
        .asString()
        .contains("'test-loss' is not accepted");
  }

  @Test
  void metricsAreAskedForByName() {
    Experiment spec =
        written.load(
            Written.iris(
                "measure.metrics = [top-2-accuracy, roc-auc, roc-auc]\n"
                    + "search.objective.metric = validation-brier-score"));
    assertThat(spec.metrics()).containsExactly(Metric.ROC_AUC, Metric.TOP_2_ACCURACY);
    assertThat(spec.asked())
        .containsExactly(Metric.ROC_AUC, Metric.BRIER_SCORE, Metric.TOP_2_ACCURACY);
    assertThat(spec.objective())
        .isEqualTo(
            new Objective("validation_brier_score", Objective.Goal.MINIMIZE, Objective.At.LAST));
    assertThat(
            written
                .load(Written.iris("search.objective.metric = validation-roc-auc"))
                .objective()
                .goal())
        .isEqualTo(Objective.Goal.MAXIMIZE);
    assertThat(written.load(Written.iris("measure.metrics = roc-auc")).metrics())
        .containsExactly(Metric.ROC_AUC);
    assertThat(written.load(Written.iris("")).asked()).isEmpty();
  }

  @Test
  void metricsThatCannotBeMeasuredAreProblems() {
    assertThat(written.problems(Written.iris("measure.metrics = [rocauc, r2, f1, 3]")))
        .hasSize(4)
        .allMatch(line -> line.contains("measure.metrics: ") && line.contains("is not accepted"))
        .anyMatch(line -> line.contains("'rocauc'") && line.contains("did you mean 'roc-auc'?"));
    assertThat(
            written.problems(
                Written.iris("measure.metrics = roc-auc\ndata.validation = 0\nretrain.rows = all")))
        .singleElement()
        .asString()
        .contains("measure.metrics: nothing can be measured without a validation part");
    String numbers = "data { source = playground, pattern = plane }\nmodel.kind = linear\n";
    assertThat(written.load(numbers, "measure.metrics=[r2]").metrics()).containsExactly(Metric.R2);
    assertThat(written.problems(numbers, "measure.metrics=[roc-auc]"))
        .singleElement()
        .asString()
        .contains("'roc-auc' is not accepted; accepted are r2");
  }

  @Test
  void everyLayerIsRead() {
    List<LayerSpec> layers =
        written
            .load(
                """
                data { source = cifar10 }
                model { kind = cnn, activation = elu, layers = [
                  { conv { channels = 4, kernel = [3, 5], stride = 2, padding = [1, 2], activation = identity } }
                  { pool { kernel = [2, 3], kind = average } }
                  { pool { kernel = 3, stride = 1, padding = 1, kind = sum } }
                  { batch-norm {} }
                  { dropout { rate = 0.25 } }
                  { dense { units = 7, activation = tanh } }
                  { dense = 6 }
                ] }
                """)
            .plan()
            .of(NONE)
            .model()
            .layers();
    assertThat(layers)
        .containsExactly(
            new LayerSpec.Conv(4, new Window(3, 5, 2, 2, 1, 2), Activation.IDENTITY),
            new LayerSpec.Pool(Pooling.AVERAGE, new Window(2, 3, 2, 3, 0, 0)),
            new LayerSpec.Pool(Pooling.SUM, Window.square(3, 1, 1)),
            new LayerSpec.BatchNorm(0.9, 1e-5),
            new LayerSpec.Dropout(0.25),
            new LayerSpec.Dense(7, Activation.TANH),
            new LayerSpec.Dense(6, Activation.ELU));
  }

  @Test
  void everyUpdaterIsRead() {
    assertThat(updater("sgd")).isEqualTo(new Updater.Sgd(0.01));
    assertThat(updater("{ kind = momentum, momentum = 0.5 }"))
        .isEqualTo(new Updater.Momentum(0.01, 0.5));
    assertThat(updater("{ kind = nesterov, learning-rate = 1 }"))
        .isEqualTo(new Updater.Nesterov(1, 0.9));
    assertThat(updater("{ beta1 = 0.8 }")).isEqualTo(new Updater.Adam(1e-3, 0.8, 0.999, 1e-8));
    assertThat(updater("adamw")).isEqualTo(new Updater.AdamW(1e-3, 0.9, 0.999, 1e-8, 0.01));
    assertThat(updater("adagrad")).isEqualTo(new Updater.AdaGrad(0.01, 1e-10));
    assertThat(updater("rmsprop")).isEqualTo(new Updater.RmsProp(0.01, 0.99, 1e-8));
  }

  @Test
  void everyScheduleIsRead() {
    assertThat(training("schedule = constant").schedule())
        .isEqualTo(new LearningRateSchedule.Constant());
    assertThat(training("schedule { kind = decay, factor = 0.95 }").schedule())
        .isEqualTo(new LearningRateSchedule.Decay(0.95));
    assertThat(training("schedule { kind = cosine, epochs = 4, minimum = 0.1 }").schedule())
        .isEqualTo(new LearningRateSchedule.Cosine(4, 0.1));
    assertThat(training("schedule { warm-up = 3 }").schedule())
        .isEqualTo(new LearningRateSchedule.WarmUp(3, new LearningRateSchedule.Constant()));
  }

  @Test
  void aTrainingMayCountStepsOrStopWhenItHasConverged() {
    assertThat(training("steps = 2000, tolerance = 1e-5").budget())
        .isEqualTo(new TrainingSpec.Budget(2000, 1e-5));
    assertThat(training("epochs = 3").budget()).isEqualTo(TrainingSpec.Budget.EPOCHS);
    assertThat(written.problems(Written.iris("training.steps = -1")))
        .containsExactly(
            "test.conf:3: training.steps: steps must be a finite number of at least 0, not -1.0");
    assertThat(written.problems(Written.iris("training { steps = 5, schedule = cosine }")))
        .singleElement()
        .asString()
        .contains("training.schedule.epochs: missing");
  }

  @Test
  void gradientsMayBeClippedByTheirNormOrNumberByNumber() {
    assertThat(training("epochs = 3").gradientClip()).isEqualTo(GradientClip.NONE);
    assertThat(training("gradient-clip { norm = 1.5 }").gradientClip())
        .isEqualTo(GradientClip.ofNorm(1.5));
    assertThat(training("gradient-clip.value = 0.5").gradientClip())
        .isEqualTo(GradientClip.ofValue(0.5));
    assertThat(
            written
                .load(Written.iris("training.gradient-clip { norm { grid = [0, 1, 5] } }"))
                .space()
                .names())
        .containsExactly("norm");
    assertThat(written.problems(Written.iris("training.gradient-clip { norm = 1, value = 2 }")))
        .containsExactly(
            "test.conf:3: training.gradient-clip.value: gradients are clipped by their norm or by"
                + " their value, not both");
    assertThat(written.problems(Written.iris("training.gradient-clip { norm = -1 }")))
        .containsExactly(
            "test.conf:3: training.gradient-clip.norm: norm must be a finite number of at least 0,"
                + " not -1.0");
    assertThat(written.problems(Written.iris("training.gradient-clip = 1")))
        .singleElement()
        .asString()
        .startsWith("test.conf:3: training.gradient-clip: ")
        .contains("is not a block { … }");
  }

  @Test
  void classesAreWeighedByAWordAListOrTheirNames() {
    assertThat(training("epochs = 3").classWeights()).isEqualTo(ClassWeights.NONE);
    assertThat(training("class-weights = none").classWeights()).isEqualTo(ClassWeights.NONE);
    assertThat(training("class-weights = balanced").classWeights())
        .isEqualTo(new ClassWeights.Balanced());
    assertThat(training("class-weights = [1, 0, 2.5]").classWeights())
        .isEqualTo(new ClassWeights.Listed(List.of(1.0, 0.0, 2.5)));
    assertThat(training("class-weights { rare = 3 }").classWeights())
        .isEqualTo(new ClassWeights.Named(new TreeMap<>(Map.of("rare", 3.0))));
    assertThat(written.problems(Written.iris("training.class-weights = even")))
        .containsExactly(
            "test.conf:3: training.class-weights: 'even' is not accepted; accepted are none,"
                + " balanced");
    assertThat(written.problems(Written.iris("training.class-weights = [1, -2]")))
        .containsExactly(
            "test.conf:3: training.class-weights: a class's weight must be a finite number of at"
                + " least 0, not -2.0");
    assertThat(written.problems(Written.iris("training.class-weights = [0, 0]")))
        .containsExactly(
            "test.conf:3: training.class-weights: one class at least must weigh something");
    assertThat(
            written
                .load(Written.iris("training.class-weights { choice = [none, balanced] }"))
                .space()
                .names())
        .contains("class_weights");
  }

  @Test
  void labelsAreSmoothedForCrossEntropyOnly() {
    assertThat(training("epochs = 3").labelSmoothing()).isZero();
    assertThat(training("label-smoothing = 0.1").labelSmoothing()).isEqualTo(0.1);
    assertThat(written.problems(Written.iris("training.label-smoothing = 1")))
        .containsExactly(
            "test.conf:3: training.label-smoothing: label-smoothing must lie in [0, 1), not 1.0");
    assertThat(
            written.problems(
                Written.iris("training.label-smoothing = 0.1"), "model.loss=squared-error"))
        .containsExactly(
            "test.conf:3: training.label-smoothing: labels are smoothed where the loss is"
                + " cross-entropy, and nowhere else");
  }

  @Test
  void weightsStartAsAsked() {
    assertThat(weights("he-uniform")).isEqualTo(WeightInit.of(WeightInit.Scheme.HE_UNIFORM));
    assertThat(weights("{ normal = 1e-4 }"))
        .isEqualTo(new WeightInit(WeightInit.Scheme.NORMAL, 1e-4));
    assertThat(weights("{ constant = 1 }"))
        .isEqualTo(new WeightInit(WeightInit.Scheme.CONSTANT, 1));
    assertThat(weights("{ constant = 1, bias = 2 }"))
        .isEqualTo(new WeightInit(WeightInit.Scheme.CONSTANT, 1, 2));
    assertThat(written.problems(Written.iris("model.weight-init = normal")))
        .singleElement()
        .asString()
        .contains("'normal' is not accepted");
    assertThat(written.problems(Written.iris("model.weight-init { normal = 0, constant = 1 }")))
        .contains(
            "test.conf:3: model.weight-init: accepted are a word, { normal = 0.01 } and { constant"
                + " = 1 }");
  }

  @Test
  void retrainingIsRead() {
    assertThat(written.load(Written.iris("retrain { rows = 3, seeds = 2 }")).retrain())
        .isEqualTo(new RetrainSpec(3, 2, 0, Part.TRAIN));
    assertThat(
            written
                .load(Written.iris("retrain { rows = none, data = \"train+validation\" }"))
                .retrain())
        .isEqualTo(new RetrainSpec(0, 1, 0, Part.TRAIN_AND_VALIDATION));
    assertThat(
            written
                .load(Written.iris("retrain { rows = all, data = train-and-validation }"))
                .retrain()
                .rows())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(written.load(Written.iris("measure.train = full")).measure())
        .isEqualTo(TrainMeasure.FULL);
  }

  @Test
  void environmentVariablesBringNumbers() {
    Path file = written.write(Written.iris("training.epochs = 5\ntraining.epochs = ${?EPOCHS}"));
    assertThat(epochs(ExperimentFile.load(file, List.of(), Map.of()))).isEqualTo(5);
    assertThat(epochs(ExperimentFile.load(file, List.of(), Map.of("EPOCHS", "7")))).isEqualTo(7);
  }

  @Test
  void includedFilesComeFirstAndBlocksMayBeSplit() throws IOException {
    Files.writeString(
        folder.resolve("common.conf"),
        "\n\n\n\n\n\n\ntraining.l2 { grid = [0, 1] }\ntraining.epochz = 3\n");
    String text =
        Written.iris(
            """
            training { batch-size { grid = [1, 2] } }
            include "common.conf"
            training { epochs { grid = [1, 2] } }
            """);
    assertThat(written.problems(text))
        .containsExactly(
            "common.conf:9: training.epochz: unknown key; accepted are batch-size, class-weights, early-stopping,"
                + " epochs, gradient-clip, l1, l2, label-smoothing, schedule, steps, tolerance, updater; did you mean 'epochs'?");
    Files.writeString(folder.resolve("common.conf"), "\n\n\n\n\n\ntraining.l2 { grid = [0, 1] }");
    assertThat(written.load(text).space().names()).containsExactly("l2", "batch_size", "epochs");
  }

  private DataSource source(String rest) {
    return written.load("data { source = " + rest + " }\nmodel.kind = mlp\n").data().source();
  }

  private Updater updater(String text) {
    return training("updater = " + text).updater();
  }

  private TrainingSpec training(String text) {
    return resolved("training { " + text + " }").training();
  }

  private WeightInit weights(String text) {
    return resolved("model.weight-init = " + text).model().weightInit();
  }

  private TrialPlan resolved(String text) {
    return written.load(Written.iris(text)).plan().of(NONE);
  }

  private static int epochs(Experiment spec) {
    return spec.plan().of(NONE).training().epochs();
  }
}
