package io.espalier.driver.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What becomes of a run whose MLflow server is not there. */
class MlflowTrackingTest {
  private final List<String> notices = new CopyOnWriteArrayList<>();

  @Test
  void aFinishedRunDoesNotWaitForAServerThatIsAway() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String address = "http://127.0.0.1:" + port;
    tellWholeRun(address, 1, 60_000); // over as soon as it is known to be away
    assertThat(notices).hasSize(2);
    assertThat(notices.get(0))
        .startsWith("MLflow at " + address + " cannot be told of this run (Connect")
        .endsWith("); the run goes on, and it is told later");
    assertThat(notices.get(1))
        .isEqualTo(
            "MLflow at "
                + address
                + " has not heard all of this run; the same command tells it the rest");
  }

  @Test
  void nobodyWaitsForAServerThatNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      tellWholeRun("http://127.0.0.1:" + silent.getLocalPort(), 0, 1_000);
      assertThat(notices).singleElement().asString().contains(" has not heard all of this run");
    }
  }

  /** Ends the run once so many notices have been given. */
  private void tellWholeRun(String address, int first, long patienceMillis) {
    MlflowTracking tracking =
        new MlflowTracking(
            address, Map.of(), new Configuration(), notices::add, 600_000, patienceMillis);
    tracking.begins("file:/nowhere", List.of());
    tracking.recorded(
        List.of(SampleRun.opened(), SampleRun.started(1), SampleRun.finished(1, 0.5)));
    tracking.recorded(List.of(new Event.RunFinished("d16e57", 9_000)));
    while (notices.size() < first) {
      LockSupport.parkNanos(1_000_000);
    }
    tracking.ends();
  }

  @Test
  void anAddressIsOfAServerAndHasNoPassword() {
    assertThat(Experiment.mlflowObjection("https://mlflow.example.org/team")).isEmpty();
    assertThat(Experiment.mlflowObjection("sqlite:///mlflow.db"))
        .hasValue(
            "'sqlite:///mlflow.db' is no MLflow server; accepted is the address of one that runs"
                + " (mlflow server), such as http://127.0.0.1:5000");
    assertThat(Experiment.mlflowObjection("http://a b"))
        .get()
        .asString()
        .startsWith("'http://a b' is no address: ");
    assertThat(Experiment.mlflowObjection("http://me:secret@127.0.0.1:5000"))
        .get()
        .asString()
        .contains("MLFLOW_TRACKING_PASSWORD")
        .doesNotContain("secret");
  }
}
