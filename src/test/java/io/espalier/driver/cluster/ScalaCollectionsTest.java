package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map.Map2;

class ScalaCollectionsTest {
  @Test
  void aListKeepsItsOrderBothWays() {
    assertThat(ScalaCollections.list(List.of(3, 1, 2)).mkString(",")).isEqualTo("3,1,2");
    assertThat(ScalaCollections.<Integer>copied(ScalaCollections.list(List.of(3, 1, 2))))
        .containsExactly(3, 1, 2);
    assertThat(ScalaCollections.list(List.of()).isEmpty()).isTrue();
  }

  @Test
  void aMapKeepsItsOrder() {
    assertThat(ScalaCollections.<String, Integer>copied(new Map2<>("b", 1, "a", 2)))
        .containsExactly(Map.entry("b", 1), Map.entry("a", 2));
  }
}
