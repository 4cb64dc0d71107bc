package dev.gatehouse.server.exports;

import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.server.catalogue.Catalogues;
import java.util.List;

/**
 * What exports are made of: one catalogue as one reader sees it.
 *
 * @param gateway where clients reach the gateway, without a slash at the end
 * @param offers in the order of names in the registry
 */
record Stock(String catalogue, String gateway, List<Offer> offers) {
  Stock {
    offers = List.copyOf(offers);
  }

  static Stock of(
      String catalogue, String gateway, List<ArtifactVersion> versions, boolean needsKey) {
    return new Stock(
        catalogue, gateway, versions.stream().map(version -> Offer.of(version, needsKey)).toList());
  }

  /** Whether it is the whole of what is approved, as far as its reader sees. */
  boolean isDefault() {
    return catalogue.equals(Catalogues.DEFAULT);
  }

  /** Whether the gateway stands before any of it. */
  boolean hasOwn() {
    return offers.stream().anyMatch(Offer::isOwn);
  }

  /** Where the card of an offer is: at its own address, when the default catalogue is asked. */
  String cardUrl(Offer offer) {
    return isDefault() && offer.isOwn()
        ? gateway + "/mcp/" + offer.slug() + "/server-card"
        : gateway + "/export/" + catalogue + "/cards/" + offer.slug() + ".json";
  }
}
