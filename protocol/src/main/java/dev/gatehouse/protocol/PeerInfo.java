package dev.gatehouse.protocol;

import java.util.Optional;

/** What a peer says of itself, empty strings where it is silent. Never proof of anything. */
record PeerInfo(String name, String version) {
  static PeerInfo of(Optional<JsonObject> info) {
    var name = info.map(object -> object.string("name")).orElse("");
    var version = info.map(object -> object.string("version")).orElse("");
    return new PeerInfo(name, version);
  }

  String json() {
    return "{\"name\":" + JsonRpc.quote(name) + ",\"version\":" + JsonRpc.quote(version) + "}";
  }
}
