package dev.gatehouse.core.registry;

/**
 * One thing that a caller can use: a tool or prompt by its name at the server, a resource by its
 * URI.
 *
 * @param server the server that offers it
 * @param primitive what it is
 * @param name the server's own name for it, without any prefix of ours
 */
public record Target(ServerName server, Primitive primitive, String name) {
  @Override
  public String toString() {
    return server + "/" + name;
  }
}
