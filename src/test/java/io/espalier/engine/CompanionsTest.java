package io.espalier.engine;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.espalier.data.PreparedData;
import io.espalier.engine.trial.Folded;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which segments of cross-validations train side by side. */
class CompanionsTest {
  /** All folds of 35 examples train on 28. */
  private static final PreparedData EQUAL = Folded.classes(5);

  /** Three folds of 35 examples train on 26, one on 27. */
  private static final PreparedData UNEQUAL = Folded.classes(4);

  private static List<Segment> trial(int number, ModelSpec model, int folds, int repeats) {
    List<Segment> segments = new ArrayList<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (int fold = 1; fold <= folds; fold++) {
        segments.add(
            new Segment(
                number,
                fold,
                repeat,
                model,
                Specs.training(Specs.adam(), 8),
                number,
                Checkpoint.NEW,
                2,
                false,
                Part.TRAIN,
                true,
                false,
                CheckpointRef.NONE,
                Segment.UNLIMITED));
      }
    }
    return segments;
  }

  private static List<Segment> trials(int count, int folds, int repeats) {
    List<Segment> segments = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      segments.addAll(trial(number, mlp(dense(4)), folds, repeats));
    }
    return segments;
  }

  private static List<List<Segment>> groups(
      List<Segment> segments, PreparedData data, int mostTogether) {
    TrainingPlan plan = Segments.plan(data).withMostTogether(mostTogether);
    return Companions.of(segments, plan, data).stream()
        .map(group -> group.stream().map(segments::get).toList())
        .toList();
  }

  @Test
  void foldsAndRepeatsOfATrialAreOneGroup() {
    List<Segment> segments = trials(1, 5, 3);
    assertThat(groups(segments, EQUAL, TrainingPlan.ANY)).containsExactly(segments);
  }

  @Test
  void fewTrialsAreOneGroupWithAllTheirFolds() {
    List<Segment> segments = trials(3, 5, 1);
    assertThat(groups(segments, EQUAL, TrainingPlan.ANY)).containsExactly(segments);
  }

  @Test
  void manyTrialsAreGroupedByFoldWhoseBatchesTheyShare() {
    List<List<Segment>> groups = groups(trials(12, 5, 1), EQUAL, TrainingPlan.ANY);
    assertThat(groups).hasSize(5);
    for (int fold = 1; fold <= 5; fold++) {
      assertThat(groups.get(fold - 1)).hasSize(12).extracting(Segment::fold).containsOnly(fold);
    }
  }

  @Test
  void foldsOfDifferentSizeAreApart() {
    List<List<Segment>> groups = groups(trials(2, 4, 2), UNEQUAL, TrainingPlan.ANY);
    assertThat(groups.get(0)).hasSize(12).extracting(Segment::fold).containsOnly(1, 2, 3);
    assertThat(groups.subList(1, groups.size()))
        .flatExtracting(group -> group)
        .hasSize(4)
        .extracting(Segment::fold)
        .containsOnly(4);
  }

  @Test
  void thePlanBoundsAGroup() {
    assertThat(groups(trials(1, 5, 4), EQUAL, 9)).extracting(List::size).containsExactly(9, 9, 2);
    assertThat(groups(trials(2, 5, 1), EQUAL, TrainingPlan.ALONE)).hasSize(10);
  }

  @Test
  void fewOnBatchesOfTheirOwnTrainOneAfterAnother() {
    assertThat(groups(trials(1, 5, 1), EQUAL, TrainingPlan.ANY)).hasSize(5);
    assertThat(groups(trials(1, 5, 2), EQUAL, 7)).hasSize(10);
  }

  @Test
  void whatIsTooWideToBeSpreadOverLanesGoesByFold() {
    assertThat(groups(trials(2, 5, 1), Folded.classes(5, 1000), TrainingPlan.ANY))
        .hasSize(5)
        .allSatisfy(
            group ->
                assertThat(group)
                    .extracting(Segment::trial, Segment::fold)
                    .containsExactly(tuple(1, group.get(0).fold()), tuple(2, group.get(0).fold())));
  }
}
