package dev.gatehouse.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns names into addresses. Blocking, thread-safe. */
@FunctionalInterface
public interface NameService {
  /** The resolver of this machine. */
  NameService SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /**
   * All addresses of a name, in the order in which they should be tried.
   *
   * @throws UnknownHostException when it has none
   */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
