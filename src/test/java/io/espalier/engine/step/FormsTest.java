package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.espalier.model.LayerKinds;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the definition of a layer or an activation lacks is named here. */
class FormsTest {
  @Test
  void everyLayerHasAKindAndEveryKindALayer() {
    assertThat(LayerKinds.all().stream().<Class<?>>map(LayerKinds.Kind::type).toList())
        .containsExactlyInAnyOrderElementsOf(records(LayerSpec.class).toList());
    assertThat(LayerKinds.all()).extracting(LayerKinds.Kind::key).doesNotHaveDuplicates();
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(FormsTest::records)
        : Stream.of(type);
  }

  /** A residual block is vertices. */
  static Stream<LayerKinds.Kind<?>> layers() {
    return LayerKinds.all().stream().filter(kind -> kind.type() != LayerSpec.Residual.class);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyKindOfLayerHasAFormForDl4j(LayerKinds.Kind<?> kind) {
    assertThatCode(() -> LayerForms.of(kind.usual())).as(kind.key()).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasBothForms(Activation activation) {
    assertThat(ActivationForms.stage(ActivationForms.of(activation)))
        .as("%s", activation)
        .isPresent();
    assertThat(activation.help()).isNotBlank();
  }
}
