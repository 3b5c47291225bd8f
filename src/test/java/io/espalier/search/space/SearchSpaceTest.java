package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  @Test
  void theFirstParameterIsOutermost() {
    SearchSpace space =
        new SearchSpace(
            List.of(
                numbers("channels_2", 16, 32),
                numbers("pool_stride", 2, 3),
                numbers("pool_kernel", 2, 3)),
            List.of());
    assertThat(space.rows()).isEqualTo(8);
    assertThat(space.stream().map(SearchSpaceTest::values))
        .containsExactly(
            "16 2 2", "16 2 3", "16 3 2", "16 3 3", "32 2 2", "32 2 3", "32 3 2", "32 3 3");
  }

  @Test
  void aSpaceWithoutParametersHasOneRow() {
    SearchSpace space = new SearchSpace(List.of(), List.of());
    assertThat(space.rows()).isEqualTo(1);
    assertThat(space.stream().map(Configuration::toString)).containsExactly("");
    assertThat(space.isEmpty()).isFalse();
  }

  @Test
  void parametersOfABranchNotChosenAreAbsentAndMakeNoRows() {
    SearchSpace space = updaters(List.of());
    assertThat(space.rows()).isEqualTo(8);
    assertThat(space.stream().map(Configuration::toString))
        .containsExactly(
            "batch=1 updater=adam",
            "batch=2 updater=adam",
            "batch=1 rate=5 updater=sgd",
            "batch=2 rate=5 updater=sgd",
            "batch=1 rate=6 updater=sgd",
            "batch=2 rate=6 updater=sgd",
            "batch=1 rate=7 updater=sgd",
            "batch=2 rate=7 updater=sgd");
  }

  @Test
  void aConstraintTakesRowsOutAndPassesOverWhatDoesNotApply() {
    SearchSpace space =
        updaters(List.of(Constraint.compile("rate < 6 || batch == 2", List.of("rate", "batch"))));
    assertThat(space.stream().map(Configuration::toString))
        .containsExactly(
            "batch=1 updater=adam",
            "batch=2 updater=adam",
            "batch=1 rate=5 updater=sgd",
            "batch=2 rate=5 updater=sgd",
            "batch=2 rate=6 updater=sgd",
            "batch=2 rate=7 updater=sgd");
    assertThat(space.rows()).isEqualTo(8);
  }

  @Test
  void constraintsThatLeaveNothingMakeItEmpty() {
    Constraint never = Constraint.compile("batch > 2", List.of("batch"));
    assertThat(updaters(List.of(never)).isEmpty()).isTrue();
    assertThat(updaters(List.of()).isEmpty()).isFalse();
  }

  @Test
  void aBranchNeedsItsParentBeforeIt() {
    Parameter child = Parameter.inside("updater", "sgd", "rate", grid(1, 2));
    Parameter parent = words("updater", "adam", "sgd");
    assertThatThrownBy(() -> new SearchSpace(List.of(child, parent), List.of()))
        .hasMessage("'rate' exists only inside 'updater', which must come before it");
    Parameter stray = Parameter.inside("updater", "rmsprop", "rate", grid(1, 2));
    assertThatThrownBy(() -> new SearchSpace(List.of(parent, stray), List.of()))
        .hasMessage("'updater' has no branch 'rmsprop'");
  }

  @Test
  void namesAreUniqueAndKnown() {
    assertThatThrownBy(() -> new SearchSpace(List.of(numbers("a", 1), numbers("a", 2)), List.of()))
        .hasMessage("there are two parameters named 'a'");
    Constraint other = Constraint.compile("b == 1", List.of("b"));
    assertThatThrownBy(() -> new SearchSpace(List.of(numbers("a", 1)), List.of(other)))
        .hasMessage("the constraint 'b == 1' uses the unknown name 'b'");
    assertThatThrownBy(() -> numbers("Pool-Kernel", 1)).hasMessageContaining("'Pool-Kernel'");
  }

  @Test
  void theNumberOfRowsSaturates() {
    Domain wide = new WholeRange(0, 1L << 40, Scale.LINEAR, new Spacing.Unspaced());
    SearchSpace space =
        new SearchSpace(List.of(Parameter.of("a", wide), Parameter.of("b", wide)), List.of());
    assertThat(space.rows()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aMillionRowsAreWalkedOneByOne() {
    Domain thousand = new WholeRange(1, 1000, Scale.LINEAR, new Spacing.Unspaced());
    SearchSpace space =
        new SearchSpace(
            List.of(Parameter.of("a", thousand), Parameter.of("b", thousand)),
            List.of(Constraint.compile("a + b > 2", List.of("a", "b"))));
    assertThat(space.rows()).isEqualTo(1_000_000);
    assertThat(space.stream().count()).isEqualTo(999_999);
  }

  /** Random trees of nested choices: the count must be what the walk gives, without duplicates. */
  @RepeatedTest(50)
  void theCountIsWhatTheWalkGives(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    SearchSpace space = new SearchSpace(randomParameters(random), List.of());
    List<Configuration> rows = space.stream().toList();
    assertThat(rows).hasSize((int) space.rows());
    assertThat(new HashSet<>(rows)).hasSameSizeAs(rows);
    for (Configuration row : rows) {
      for (Parameter parameter : space.parameters()) {
        boolean applies =
            parameter
                .condition()
                .map(c -> row.value(c.parent()).equals(Optional.of(new Value.Text(c.label()))))
                .orElse(true);
        assertThat(row.value(parameter.name()).isPresent()).isEqualTo(applies);
      }
    }
  }

  private static List<Parameter> randomParameters(SplittableRandom random) {
    List<Parameter> parameters = new ArrayList<>();
    int size = 1 + random.nextInt(7);
    for (int i = 0; i < size; i++) {
      String name = "p" + i;
      boolean branches = random.nextBoolean();
      Parameter made = branches ? words(name, "x", "y", "z") : numbers(name, 1, 2);
      List<Parameter> parents =
          parameters.stream().filter(p -> p.domain() instanceof Domain.Choice).toList();
      if (!parents.isEmpty() && random.nextInt(3) > 0) {
        Parameter parent = parents.get(random.nextInt(parents.size()));
        String label = parent.domain().gridValues().get(random.nextInt(3)).text();
        made = Parameter.inside(parent.name(), label, name, made.domain());
      }
      parameters.add(made);
    }
    return parameters;
  }

  private static SearchSpace updaters(List<Constraint> constraints) {
    return new SearchSpace(
        List.of(
            words("updater", "adam", "sgd"),
            Parameter.inside("updater", "sgd", "rate", grid(5, 6, 7)),
            numbers("batch", 1, 2)),
        constraints);
  }

  private static Parameter numbers(String name, long... values) {
    return Parameter.of(name, grid(values));
  }

  private static Domain grid(long... values) {
    return new Domain.Grid(
        LongStream.of(values).mapToObj(value -> (Value) new Value.Whole(value)).toList());
  }

  private static Parameter words(String name, String... values) {
    return Parameter.of(
        name,
        new Domain.Choice(Stream.of(values).map(value -> (Value) new Value.Text(value)).toList()));
  }

  private static String values(Configuration row) {
    return row.value("channels_2").orElseThrow().text()
        + " "
        + row.value("pool_stride").orElseThrow().text()
        + " "
        + row.value("pool_kernel").orElseThrow().text();
  }
}
