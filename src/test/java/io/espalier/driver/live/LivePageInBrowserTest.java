package io.espalier.driver.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.Cancellation;
import io.espalier.SearchProgress;
import io.espalier.TrialStops;
import io.espalier.driver.report.SearchFacts;
import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run that goes on, in a real browser and in real time. */
class LivePageInBrowserTest {
  @TempDir private Path folder;

  @Test
  void aPersonWatchesARunAndStopsATrialAndTheSearch() throws Exception {
    var program = Tab.browser();
    assumeTrue(program.isPresent(), "there is no Chromium on the PATH");
    Cancellation cancellation = new Cancellation();
    TrialStops stops = new TrialStops();
    try (LivePage page = LivePage.open(0, SearchFacts.ofRecord(), cancellation, stops)) {
      page.begins("/runs/001", List.<Event>of(SampleRun.opened(), SampleRun.started(1)));
      page.searching(progress(0, new SearchProgress.Latest(1, 1, 0.875)));
      try (Tab tab = Tab.open(program.get(), folder.resolve("profile"), page.address())) {
        tab.await(
            "typeof espalier == 'object' && document.querySelectorAll('#live-trials tbody tr').length == 1");
        tab.await("document.querySelector('#live-trials tbody').innerText.includes('0.875')");
        tab.value("window.sameDocument = true");

        page.recorded(List.of(SampleRun.finished(1, 0.5)));
        page.recorded(List.of(SampleRun.started(2), SampleRun.finished(2, 0.25)));
        page.recorded(List.of(SampleRun.started(3), SampleRun.started(4)));
        page.searching(progress(2, new SearchProgress.Latest(3, 1, 0.75)));
        tab.await("document.getElementById('won').innerText.includes('trial 2')");
        tab.await("document.querySelectorAll('#trials .tabulator-row').length == 4");
        tab.await("document.getElementById('live-course').innerText.startsWith('2 of 9 trials')");
        tab.await("document.querySelectorAll('#live-trials tbody tr').length == 1");

        tab.value("document.querySelector('#live-trials button').click()");
        Tab.until("a stopped trial", () -> stops.asked(3));
        tab.await("document.getElementById('live-notices').innerText.includes('trial 3')");
        Path picture = folder.resolve("live.png");
        tab.picture(picture);
        assertThat(picture).isNotEmptyFile();
        assertThat(cancellation.asked()).isFalse();
        tab.value("setTimeout(() => document.getElementById('stop-search').click())");
        Tab.until("a stopped search", cancellation::asked);
        tab.await("document.getElementById('live-state').innerText.includes('being stopped')");
        page.ends();
        tab.await("document.getElementById('live-state').innerText.includes('is stopped')");
        assertThat(tab.value("window.sameDocument").asBoolean()).as("no reload").isTrue();
        assertThat(tab.problems()).isEmpty();
      }
    }
  }

  private static SearchProgress progress(int done, SearchProgress.Latest latest) {
    return new SearchProgress(
        9, done, 1, 0, done, OptionalDouble.empty(), OptionalDouble.empty(), "", List.of(latest));
  }
}
