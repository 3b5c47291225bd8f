package io.espalier.driver.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.espalier.Cancellation;
import io.espalier.ConfigurationException;
import io.espalier.SearchProgress;
import io.espalier.TrialStops;
import io.espalier.driver.report.SearchFacts;
import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivePageTest {
  private final Cancellation cancellation = new Cancellation();
  private final TrialStops stops = new TrialStops();
  private final LivePage page = LivePage.open(0, SearchFacts.ofRecord(), cancellation, stops);
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void begin() {
    page.begins("/runs/001", List.<Event>of(SampleRun.opened(), SampleRun.started(1)));
  }

  @AfterEach
  void close() {
    page.close();
  }

  private HttpRequest.Builder at(String below) {
    return HttpRequest.newBuilder(URI.create(page.address() + below));
  }

  private HttpResponse<String> get(String below) throws Exception {
    return client.send(at(below).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String below, String... headers) throws Exception {
    HttpRequest.Builder request = at(below).POST(BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void whoLacksTheSecretOrComesFromElsewhereIsRefused() throws Exception {
    URI other = URI.create(page.address()).resolve("/" + "A".repeat(32) + "/");
    assertThat(client.send(HttpRequest.newBuilder(other).build(), BodyHandlers.ofString()))
        .returns(403, HttpResponse::statusCode);
    assertThat(post("stop", "Origin", "http://espalier.example").statusCode()).isEqualTo(403);
    assertThat(statusOf("espalier.example")).contains(" 403 ");
    assertThat(statusOf("localhost")).contains(" 200 ");
    assertThat(cancellation.asked()).isFalse();
  }

  /** The first line of the answer to a request that calls the machine by this name. */
  private String statusOf(String host) throws IOException {
    URI address = URI.create(page.address());
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try (Socket socket = new Socket(here, address.getPort())) {
      String request = "GET " + address.getPath() + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  @Test
  void visitorsAreToldOfTheRunUntilItsEnd() throws Exception {
    assertThat(get("").body()).contains("<html");
    try (BufferedReader events =
        new BufferedReader(
            new InputStreamReader(
                client.send(at("events").build(), BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8))) {
      assertThat(next(events).path("recorded").asInt()).isEqualTo(2);
      page.recorded(List.of(SampleRun.finished(1, 0.5)));
      assertThat(next(events).path("recorded").asInt()).isEqualTo(3);
      page.notice("<script>a word</script>");
      assertThat(next(events).path("notices").path(0).asText())
          .isEqualTo("<script>a word</script>");
      page.ends();
      JsonNode last = next(events);
      assertThat(last.path("ended").asBoolean()).isTrue();
      assertThat(last.path("parts").path("won").asText()).contains("trial 1");
      assertThat(events.lines()).allMatch(String::isEmpty);
    }
  }

  @Test
  void whatWaitsForASlotIsNotListedAsTraining() throws Exception {
    page.recorded(List.of(SampleRun.started(2), SampleRun.started(3)));
    page.searching(
        new SearchProgress(
            9,
            0,
            2,
            0,
            0,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            "",
            List.of(new SearchProgress.Latest(2, 1, 0.5))));
    try (BufferedReader events =
        new BufferedReader(
            new InputStreamReader(
                client.send(at("events").build(), BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8))) {
      assertThat(next(events).path("running").findValuesAsText("trial")).containsExactly("2", "1");
    }
  }

  private static JsonNode next(BufferedReader events) throws IOException {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("data: ")) {
        return new ObjectMapper().readTree(line.substring(6));
      }
    }
    throw new AssertionError("there is no further event");
  }

  @Test
  void aTrialIsStopped() throws Exception {
    assertThat(post("trials/1/stop").statusCode()).isEqualTo(202);
    assertThat(stops.asked(1)).isTrue();
    assertThat(post("trials/7/stop"))
        .returns(409, HttpResponse::statusCode)
        .returns("there is no trial 7", HttpResponse::body);
    page.recorded(List.of(SampleRun.finished(1, 0.5)));
    assertThat(post("trials/1/stop"))
        .returns(409, HttpResponse::statusCode)
        .returns("trial 1 has ended: COMPLETED", HttpResponse::body);
  }

  @Test
  void theSearchIsStopped() throws Exception {
    assertThat(get("stop").statusCode()).isEqualTo(405);
    assertThat(cancellation.asked()).isFalse();
    assertThat(post("stop").statusCode()).isEqualTo(202);
    assertThat(cancellation.asked()).isTrue();
  }

  @Test
  void aPortThatIsTakenIsRefusedInOneLine() {
    int taken = URI.create(page.address()).getPort();
    assertThatThrownBy(() -> LivePage.open(taken, SearchFacts.ofRecord(), cancellation, stops))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("the page cannot be served on port " + taken)
        .hasMessageEndingWith("without --ui-port it takes a free one");
  }
}
