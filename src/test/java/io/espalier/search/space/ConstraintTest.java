package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintTest {
  private static final List<String> COLUMNS =
      List.of("batch_size", "pool_kernel", "kind", "learning_rate", "bias");
  private static final Configuration ROW =
      Configuration.of(
          Map.of(
              "batch_size", new Value.Whole(128),
              "pool_kernel", new Value.Whole(2),
              "kind", new Value.Text("adam"),
              "learning_rate", new Value.Real(1e-3),
              "bias", new Value.Flag(true)));

  @Test
  void aConfigurationMeetsWhatIsTrueOfIt() {
    assertThat(holds("batch_size <= 64 || pool_kernel == 2")).isTrue();
    assertThat(holds("batch_size <= 64 && pool_kernel == 2")).isFalse();
    assertThat(holds("kind == 'adam' && learning_rate < 0.01")).isTrue();
    assertThat(holds("learning_rate == 0.001")).isTrue();
    assertThat(holds("learning_rate * 1000 == 1 && learning_rate >= 1e-3")).isTrue();
    assertThat(holds("!(batch_size % 3 == 0) && -pool_kernel < 0")).isTrue();
    assertThat(holds("bias ? batch_size == 128 : batch_size == 1")).isTrue();
    assertThat(holds("batch_size / 100 == 1")).isTrue();
  }

  @Test
  void aParameterThatDoesNotApplyCountsAsMet() {
    Constraint constraint = Constraint.compile("pool_kernel > 5", COLUMNS);
    assertThat(constraint.holds(ROW)).isFalse();
    assertThat(constraint.holds(Configuration.of(Map.of()))).isTrue();
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearestOne() {
    assertThatThrownBy(() -> Constraint.compile("batchsize < 3", COLUMNS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'batchsize < 3' uses the unknown name 'batchsize'; known are batch_size, pool_kernel,"
                + " kind, learning_rate, bias; did you mean 'batch_size'?");
    assertThatThrownBy(() -> Constraint.compile("pool-kernel < 3", COLUMNS))
        .hasMessageEndingWith("did you mean 'pool_kernel'?");
    assertThatThrownBy(() -> Constraint.compile("batch-size < 3", COLUMNS))
        .hasMessageEndingWith("did you mean 'batch_size'?");
    assertThatThrownBy(() -> Constraint.compile("1 < 3", COLUMNS))
        .hasMessage("'1 < 3' uses no parameter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "''.getClass().forName('java.lang.Runtime').getRuntime().exec('id') == 1",
        "kind.getClass() == 1",
        "kind.class == 1",
        "kind['class'] == 1",
        "kind.length() > 2",
        "kind?.length() > 2",
        "1.class",
        "(1).class == kind",
        "''.class == kind",
        "new('java.io.File', '/tmp') != kind",
        "new java.io.File('/tmp') != kind",
        "java.lang.System.exit(1) == kind",
        "java:lang(kind)",
        "kind = 'sgd'",
        "batch_size += 1",
        "batch_size++ == 1",
        "var x = batch_size; x > 1",
        "while (true) { batch_size }",
        "for (x : [1, 2]) { batch_size }",
        "if (bias) { true }",
        "#pragma jexl.import java.lang\nbias",
        "x -> x == kind",
        "(x -> x)(kind)",
        "function(x) { kind }",
        "`${kind.class}` == kind",
        "[batch_size] == kind",
        "{'a' : kind} == kind",
        "size(kind) == 4",
        "empty(kind)",
        "kind =~ '(a+)+b'",
        "batch_size =~ [1, 2]",
        "1 .. 1000000000 == batch_size",
        "@silent bias",
        "try { bias } catch (e) { true }",
        "throw kind",
        "return bias",
        "bias; bias",
        "batch_size & 1 == 0",
        "~batch_size == 0",
        "kind instanceof java.lang.String",
        "null == kind",
        "$0 == kind",
        "batch_size <=",
        "",
        "   "
      })
  void nothingButConditionsIsCompiled(String hostile) {
    assertThatThrownBy(() -> Constraint.compile(hostile, COLUMNS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + hostile + "'");
  }

  @Test
  void whatIsNoTextIsRefused() {
    assertThatThrownBy(() -> Constraint.compile("\0batch_size < 5", COLUMNS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Constraint.namesIn("\0batch_size < 5")).isEmpty();
    assertThat(Constraint.isUsable("\0")).isFalse();
  }

  @Test
  void anEndlessConstraintIsRefused() {
    String nested = "(".repeat(50_000) + "bias" + ")".repeat(50_000);
    assertThatThrownBy(() -> Constraint.compile(nested, COLUMNS))
        .hasMessage("a constraint of more than 1000 characters; split it into several");
    String deep = "(".repeat(40) + "bias" + ")".repeat(40);
    assertThat(Constraint.compile(deep, COLUMNS).holds(ROW)).isTrue();
    assertThatThrownBy(() -> Constraint.compile("!".repeat(990) + "x", COLUMNS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSingleEqualsSignIsExplained() {
    assertThatThrownBy(() -> Constraint.compile("batch_size = 64", COLUMNS))
        .hasMessageContaining("'batch_size = 64' is no condition")
        .hasMessageEndingWith("did you mean '==' in place of '='?");
  }

  @Test
  void onlyTrueAndFalseAreConditions() {
    assertThatThrownBy(() -> holds("batch_size"))
        .hasMessage("'batch_size' gives 128; a constraint must give true or false");
    assertThatThrownBy(() -> holds("batch_size > 500 || pool_kernel"))
        .hasMessageContaining("'2' is neither true nor false");
    assertThatThrownBy(() -> holds("!pool_kernel"))
        .hasMessageContaining("'2' is neither true nor false");
    assertThatThrownBy(() -> holds("pool_kernel && bias"))
        .hasMessageContaining("'2' is neither true nor false");
    assertThatThrownBy(() -> holds("kind ? bias : bias"))
        .hasMessageContaining("'adam' is neither true nor false");
  }

  @Test
  void thingsOfDifferentKindsDoNotCompare() {
    assertThatThrownBy(() -> holds("kind == 1"))
        .hasMessage("'kind == 1' cannot be evaluated: 'adam' and '1' do not compare");
    assertThatThrownBy(() -> holds("batch_size != 'x'")).hasMessageContaining("do not compare");
    assertThatThrownBy(() -> holds("batch_size >= 'x'")).hasMessageContaining("do not compare");
    assertThatThrownBy(() -> holds("bias == 1")).hasMessageContaining("do not compare");
    assertThatThrownBy(() -> holds("batch_size % 0 == 1"))
        .hasMessageStartingWith("'batch_size % 0 == 1' cannot be evaluated");
    assertThatThrownBy(() -> holds("kind * 2 == 1"))
        .hasMessageStartingWith("'kind * 2 == 1' cannot be evaluated");
  }

  @Test
  void wordsOfTheLanguageAreNoNames() {
    assertThat(Constraint.isUsable("batch_size")).isTrue();
    assertThat(Constraint.isUsable("size")).isFalse();
    assertThat(Constraint.isUsable("empty")).isFalse();
    assertThat(Constraint.isUsable("true")).isFalse();
    assertThat(Constraint.isUsable("a.b")).isFalse();
  }

  private static boolean holds(String text) {
    return Constraint.compile(text, COLUMNS).holds(ROW);
  }
}
