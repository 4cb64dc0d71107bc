package dev.gatehouse.server.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where servers are declared, looked at and approved. Its methods may block and probe. */
public interface ServerDesk {
  /** All servers, of the settings file and of the store, by name. */
  List<ServerView> all();

  /** One of them. */
  Optional<ServerView> show(String name);

  /** Declares a server over HTTP, and probes it at once. It is not approved by this. */
  ServerView add(NewServer wanted, String by);

  /** Forgets a server of the store, and the approval of it. */
  void remove(String name);

  /**
   * Approves a server as it was looked at, and pins what it offers. When it is reached in another
   * way by now, or offers anything else, nothing is approved.
   */
  ServerView approve(String name, LookedAt lookedAt, String by);

  /**
   * What was looked at.
   *
   * @param fingerprint of the connection
   * @param definitionsHash of all that the server offered; absent only when nobody has seen what it
   *     offers, and then that is pinned at its first use
   * @param drift what is to become of changes: {@code warn}, {@code block} or {@code pinned}; the
   *     usual, when absent
   */
  record LookedAt(String fingerprint, Optional<String> definitionsHash, Optional<String> drift) {}

  /** Takes an approval that was given through the API back. */
  ServerView disapprove(String name);

  /** Asks the server again what it is and offers. */
  ServerView refresh(String name);

  /**
   * What to declare.
   *
   * @param httpTransport how messages travel: {@code streamable}, {@code sse} or {@code auto},
   *     which finds out; that too when absent
   * @param era {@code legacy} or {@code modern}; found out, when absent
   * @param sessions {@code per-client}, also when absent
   * @param deadlineMs from sending a call to its whole answer, 100 to 3,600,000; 60,000, when
   *     absent
   * @param believePublic whether lists and resources that it calls public may be kept by shared
   *     caches; false, when absent
   */
  record NewServer(
      String name,
      URI url,
      Optional<String> httpTransport,
      Optional<String> era,
      Optional<String> sessions,
      Optional<Long> deadlineMs,
      Optional<Boolean> believePublic) {}

  /** Who declares a server. */
  enum Origin {
    @JsonProperty("file")
    FILE,
    @JsonProperty("store")
    STORE
  }

  /** Whether somebody vouched for it. */
  enum ApprovalState {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("approved")
    APPROVED
  }

  /**
   * A server as an administrator sees it.
   *
   * @param transport {@code http} or {@code stdio}
   * @param url where it is, for http
   * @param httpTransport how messages travel there, for http: {@code streamable}, {@code sse} or
   *     {@code auto}
   * @param command program and arguments, for stdio; never the values of its environment
   * @param fingerprint what an approval holds for
   * @param era the fixed one, when it is fixed
   * @param believePublic whether lists and resources that it calls public may be kept by shared
   *     caches
   * @param drift what was pinned of it, and what is different now
   * @param seen what the server said last, when it was ever reached
   */
  record ServerView(
      String name,
      Origin origin,
      String transport,
      Optional<URI> url,
      Optional<String> httpTransport,
      Optional<List<String>> command,
      String fingerprint,
      ApprovalView approval,
      Optional<String> era,
      String sessions,
      long deadlineMs,
      boolean believePublic,
      DriftView drift,
      Optional<SeenView> seen) {}

  /** {@code by} and {@code at} of an approval, or {@code why} it is pending. */
  record ApprovalView(
      ApprovalState state, Optional<String> by, Optional<Instant> at, Optional<String> why) {}

  /**
   * What a server said last.
   *
   * @param at when
   * @param trouble why it could not be reached, when it could not
   * @param definitionsHash of all that it offers, for an approval; absent in trouble
   * @param findings what looks dangerous in what it offers, in words
   * @param offered its first 100 tools; empty in lists of servers
   */
  record SeenView(
      Instant at,
      Optional<String> era,
      Optional<String> protocolVersion,
      Optional<String> implementation,
      int tools,
      int prompts,
      int resources,
      Optional<String> trouble,
      Optional<String> definitionsHash,
      List<String> findings,
      List<OfferedTool> offered) {
    public SeenView {
      findings = List.copyOf(findings);
      offered = List.copyOf(offered);
    }

    /** The same for a list of servers. */
    public SeenView inAList() {
      return new SeenView(
          at,
          era,
          protocolVersion,
          implementation,
          tools,
          prompts,
          resources,
          trouble,
          definitionsHash,
          findings,
          List.of());
    }
  }

  /**
   * A tool as the server itself describes it.
   *
   * @param name at most 128 characters
   * @param summary the first line of its description, at most 160 characters
   */
  record OfferedTool(String name, Optional<String> summary) {}
}
