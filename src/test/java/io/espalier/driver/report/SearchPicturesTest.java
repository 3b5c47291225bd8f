package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchPicturesTest {
  @Test
  void picturesAreThoseOfTheEndOfTheSearchAndDrawnOnce() {
    History history = InventedRun.of(8).history();
    byte[] before = png(history, 1);
    SearchPictures pictures = SearchPictures.of(history, SearchFacts.ofRecord());
    history.append(
        new Event.TrialRejected(9, history.trials().get(0).configuration(), "too large", 1));
    assertThat(png(history, 1)).as("what a later look sees").isNotEqualTo(before);
    pictures.draw();
    byte[] drawn = pictures.pictures().get(1).png();
    assertThat(drawn).isEqualTo(before).isSameAs(pictures.pictures().get(1).png());
  }

  private static byte[] png(History history, int picture) {
    List<ReportPicture> pictures = SearchPictures.of(history, SearchFacts.ofRecord()).pictures();
    assertThat(pictures)
        .extracting(ReportPicture::name)
        .containsExactly("learning-curves", "search");
    return pictures.get(picture).png();
  }
}
