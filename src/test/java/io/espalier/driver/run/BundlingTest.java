package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BundlingTest {
  private static final int SLOTS = 16;
  private static final long MANY = 1_000_000;

  private final Bundling bundling = new Bundling();

  @Test
  void nothingIsBundledAndOneTrialASlotDecidedAheadBeforeAnythingIsKnown() {
    assertThat(bundling.size(MANY, SLOTS)).isEqualTo(1);
    assertThat(bundling.ahead(SLOTS)).isEqualTo(SLOTS);
  }

  @Test
  void aBundleIsThreeQuartersOfASecondOfWork() {
    finish(100, 0.01);
    assertThat(bundling.size(MANY, SLOTS)).isBetween(74, 75);
  }

  @Test
  void trialsOfASecondAndMoreTravelAlone() {
    finish(100, 1);
    assertThat(bundling.size(MANY, SLOTS)).isEqualTo(1);
    finish(100, 500);
    assertThat(bundling.size(MANY, SLOTS)).isEqualTo(1);
  }

  @Test
  void trialsThatTakeNoTimeAtAllAreStillLimited() {
    finish(100, 0);
    assertThat(bundling.size(MANY, SLOTS)).isEqualTo(Bundling.LARGEST);
    assertThat(bundling.ahead(SLOTS)).isEqualTo(SLOTS * Bundling.LARGEST);
  }

  @Test
  void onlyTheLastTrialsCount() {
    finish(1_000, 60);
    finish(64, 0.01);
    assertThat(bundling.size(MANY, SLOTS)).isBetween(74, 75);
  }

  @Test
  void bundlesShrinkTowardsTheEndSoThatEverySlotGetsTheSame() {
    finish(100, 0.01);
    assertThat(bundling.size(1_000, SLOTS)).isEqualTo(32);
    assertThat(bundling.size(33, SLOTS)).isEqualTo(2);
    assertThat(bundling.size(32, SLOTS)).isEqualTo(1);
    assertThat(bundling.size(0, SLOTS)).isEqualTo(1);
  }

  @Test
  void whatSlotsTakeInASecondIsDecidedAhead() {
    finish(100, 1);
    assertThat(bundling.ahead(SLOTS)).isEqualTo(SLOTS);
    finish(100, 4);
    assertThat(bundling.ahead(SLOTS)).isEqualTo(4);
    finish(100, 3_600);
    assertThat(bundling.ahead(SLOTS)).isZero();
  }

  private void finish(int trials, double seconds) {
    for (int i = 0; i < trials; i++) {
      bundling.finished(seconds);
    }
  }
}
