package io.espalier.driver.live;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lets in who knows the secret and comes from the page itself. Other pages in the same browser do
 * not know it; the names in {@code Host} and {@code Origin} are looked at all the same, since a
 * secret in an address may be seen.
 */
final class Gate extends Filter {
  private static final int SECRET_BYTES = 24;

  /** Under which this machine is asked; behind a tunnel the port may be another one. */
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost");

  private final String secret;

  Gate() {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** The path of the page. */
  String root() {
    return "/" + secret + "/";
  }

  /** What is asked for below the page's path. */
  String below(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().substring(root().length());
  }

  @Override
  public String description() {
    return "who knows the secret and comes from the page itself";
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    Headers answer = exchange.getResponseHeaders();
    answer.set("Cache-Control", "no-store");
    answer.set("Referrer-Policy", "no-referrer");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Cross-Origin-Resource-Policy", "same-origin");
    answer.set("Content-Security-Policy", "frame-ancestors 'none'");
    Optional<String> objection = objection(exchange);
    if (objection.isPresent()) {
      try (exchange) {
        LiveServer.send(exchange, 403, "text/plain", objection.get());
      }
    } else {
      chain.doFilter(exchange);
    }
  }

  private Optional<String> objection(HttpExchange exchange) {
    Headers asked = exchange.getRequestHeaders();
    String host = Optional.ofNullable(asked.getFirst("Host")).orElse("").toLowerCase(Locale.ROOT);
    if (!NAMES.contains(host.replaceFirst(":\\d+$", ""))) {
      return Optional.of("this page is at 127.0.0.1 alone");
    }
    List<String> origins = Optional.ofNullable(asked.get("Origin")).orElse(List.of());
    if (origins.stream().anyMatch(origin -> !origin.equalsIgnoreCase("http://" + host))) {
      return Optional.of("another page asks");
    }
    return knows(exchange)
        ? Optional.empty()
        : Optional.of("the address lacks its secret; espalier run --ui has printed it");
  }

  private boolean knows(HttpExchange exchange) {
    String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
    String begin = path.substring(0, Math.min(path.length(), root().length()));
    return MessageDigest.isEqual(
        begin.getBytes(StandardCharsets.UTF_8), root().getBytes(StandardCharsets.UTF_8));
  }
}
