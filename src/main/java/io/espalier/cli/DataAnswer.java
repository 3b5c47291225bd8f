package io.espalier.cli;

import io.espalier.data.PreparedData;
import io.espalier.data.TableProfile;
import io.espalier.data.Targets;
import io.espalier.data.show.DataSummary;
import io.espalier.data.show.ProfileText;
import io.espalier.data.show.SamplePicture;
import io.espalier.wire.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code data show} answers.
 *
 * @param profiles of a table, one; else none
 * @param picture where samples are drawn; empty where there is no picture of such data
 */
record DataAnswer(PreparedData data, List<TableProfile> profiles, Optional<Path> picture)
    implements Answer {
  /**
   * Fields of its JSON object.
   *
   * @param inputs names of a table's inputs; empty for other data
   * @param classes empty for a regression
   * @param columns of a table, as they are read
   */
  record Fields(
      String shape,
      List<String> inputs,
      PlanAnswer.Examples examples,
      List<ClassCount> classes,
      String fingerprint,
      List<TableProfile.Column> columns,
      Optional<String> picture) {}

  /** How many examples of a class each part has. */
  record ClassCount(String className, int train, int validation, int test) {}

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    profiles.forEach(profile -> text.append(ProfileText.text(profile)).append('\n'));
    text.append(DataSummary.text(data)).append('\n');
    return text.append(picture.map(file -> "picture     " + file).orElse(SamplePicture.NO_PICTURE))
        .toString();
  }

  @Override
  public Fields fields() {
    return new Fields(
        data.dataset().shape().toString(),
        data.dataset().featureNames(),
        PlanAnswer.Examples.of(data),
        data.dataset().targets() instanceof Targets.Classes classes ? counts(classes) : List.of(),
        data.fingerprint(),
        profiles.stream().flatMap(profile -> profile.columns().stream()).toList(),
        picture.map(Path::toString));
  }

  private List<ClassCount> counts(Targets.Classes classes) {
    int[] train = counts(classes, Part.TRAIN);
    int[] validation = counts(classes, Part.VALIDATION);
    int[] test = counts(classes, Part.TEST);
    List<ClassCount> counts = new ArrayList<>();
    for (int i = 0; i < train.length; i++) {
      counts.add(new ClassCount(classes.names().get(i), train[i], validation[i], test[i]));
    }
    return counts;
  }

  private int[] counts(Targets.Classes classes, Part part) {
    int[] counts = new int[classes.names().size()];
    for (int row : data.split().rows(part)) {
      counts[classes.labels()[row]]++;
    }
    return counts;
  }
}
