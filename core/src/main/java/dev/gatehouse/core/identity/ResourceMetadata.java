package dev.gatehouse.core.identity;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a client without a token reads first: which authorization servers make tokens for a resource
 * of this gateway. One document for each virtual server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">protected resource metadata</a>
 */
public final class ResourceMetadata {
  private static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private ResourceMetadata() {}

  /**
   * The document as JSON.
   *
   * @param resource URL of the virtual server as its clients write it
   * @param issuers authorization servers; with none the member is left out, since only API keys do
   * @param scopes the smallest useful set; empty leaves the member out
   */
  public static byte[] json(URI resource, List<String> issuers, List<String> scopes) {
    var document = new LinkedHashMap<String, Object>();
    document.put("resource", resource.toASCIIString());
    if (!issuers.isEmpty()) {
      document.put("authorization_servers", issuers);
    }
    if (!scopes.isEmpty()) {
      document.put("scopes_supported", scopes);
    }
    document.put("bearer_methods_supported", List.of("header"));
    return JsonObject.write(document);
  }

  /**
   * Where the document of a resource is served: the well-known name stands between host and path.
   *
   * @param resource absolute URL, for example {@code https://mcp.example.com/mcp/crm}
   */
  public static URI url(URI resource) {
    var path = resource.getRawPath() == null ? "" : resource.getRawPath();
    return URI.create(
        resource.getScheme()
            + "://"
            + resource.getRawAuthority()
            + WELL_KNOWN
            + (path.equals("/") ? "" : path));
  }
}
