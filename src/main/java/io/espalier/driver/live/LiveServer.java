package io.espalier.driver.live;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page's server: on 127.0.0.1 alone, behind a {@link Gate}. Below the secret are the page, its
 * {@code parts}, its {@code events} (server-sent: a state of the run each), and what may be asked
 * by POST: {@code stop} and {@code trials/N/stop}.
 */
final class LiveServer implements AutoCloseable {
  private static final int MOST_STREAMS = 16;

  /** Between two states of the run for one visitor. */
  private static final long PAUSE_MILLIS = 200;

  /**
   * A stream on which nothing happens says so, or a visitor who has left would be kept for ever.
   */
  private static final long BEAT_MILLIS = 10_000;

  private static final long PATIENCE_MILLIS = 3_000;

  private static final Pattern STOP_TRIAL = Pattern.compile("trials/(\\d{1,9})/stop");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Gate gate;
  private final LiveRun run;
  private final Semaphore streams = new Semaphore(MOST_STREAMS);

  private LiveServer(HttpServer server, ExecutorService threads, Gate gate, LiveRun run) {
    this.server = server;
    this.threads = threads;
    this.gate = gate;
    this.run = run;
  }

  /**
   * Starts one.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port cannot be had
   */
  static LiveServer start(int port, LiveRun run) throws IOException {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(here, port), 0);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "espalier-page");
              thread.setDaemon(true);
              return thread;
            });
    LiveServer own = new LiveServer(server, threads, new Gate(), run);
    server.setExecutor(threads);
    HttpContext all = server.createContext("/", own::handle);
    all.getFilters().add(own.gate);
    server.start();
    return own;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + gate.root();
  }

  /** What fails ends the exchange; a visitor may leave at any time. */
  private void handle(HttpExchange exchange) throws IOException {
    String path = gate.below(exchange);
    boolean asks = exchange.getRequestMethod().equals("GET");
    try (exchange) {
      switch (path) {
        case "" -> only(asks, exchange, one -> send(one, 200, "text/html", run.html()));
        case "parts" -> only(asks, exchange, this::parts);
        case "events" -> only(asks, exchange, this::events);
        default -> only(!asks && isPost(exchange), exchange, one -> stop(one, path));
      }
    }
  }

  private static boolean isPost(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("POST");
  }

  private static void only(boolean allowed, HttpExchange exchange, HttpHandler handler)
      throws IOException {
    if (allowed) {
      handler.handle(exchange);
    } else {
      send(exchange, 405, "text/plain", "this is asked in another way");
    }
  }

  private void parts(HttpExchange exchange) throws IOException {
    Optional<String> parts = run.parts();
    send(exchange, parts.isPresent() ? 200 : 404, "application/json", parts.orElse("{}"));
  }

  private void stop(HttpExchange exchange, String path) throws IOException {
    Matcher trial = STOP_TRIAL.matcher(path);
    if (path.equals("stop")) {
      run.stopSearch();
      send(exchange, 202, "text/plain", "the search is being stopped");
    } else if (trial.matches()) {
      Optional<String> objection = run.stop(Integer.parseInt(trial.group(1)));
      send(
          exchange,
          objection.isPresent() ? 409 : 202,
          "text/plain",
          objection.orElse("the trial stops with an epoch"));
    } else {
      send(exchange, 404, "text/plain", "there is nothing here");
    }
  }

  /** Tells a visitor how the run is, as often as that changes, until its end. */
  private void events(HttpExchange exchange) throws IOException {
    if (!streams.tryAcquire()) {
      send(exchange, 503, "text/plain", "too many pages are open");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      LiveRun.Status status = run.status();
      tell(out, "data: " + status.json());
      while (!status.last()) {
        run.await(status.told(), BEAT_MILLIS);
        if (run.told() == status.told()) {
          tell(out, ": nothing new");
        } else {
          status = run.status();
          tell(out, "data: " + status.json());
        }
        TimeUnit.MILLISECONDS.sleep(status.last() ? 0 : PAUSE_MILLIS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      streams.release();
    }
  }

  private static void tell(OutputStream out, String line) throws IOException {
    out.write((line + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Waits a little until all who look have been told of the end. */
  void awaitVisitors() {
    try {
      if (streams.tryAcquire(MOST_STREAMS, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        streams.release(MOST_STREAMS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
