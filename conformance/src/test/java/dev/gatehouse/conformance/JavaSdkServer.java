package dev.gatehouse.conformance;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of the Java SDK inside this JVM, on 127.0.0.1 and a free port, with what the pairing
 * matrix asks of every server; closing it ends it.
 */
final class JavaSdkServer implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String PATH = "/mcp";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The first ping sends the head of a GET, for which the Go SDK waits before anything else. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

  /** Held here because the JDK forgets the level of a logger that nobody holds. */
  private static final Logger CATALINA = Logger.getLogger("org.apache");

  /** The SDK's own mapper, but that Jackson 3.2 refuses to write the mode of a question twice. */
  private static final McpJsonMapper MAPPER =
      new JacksonMcpJsonMapper(
          JsonMapper.builder().addMixIn(McpSchema.ElicitRequest.class, HasMode.class).build());

  private final Tomcat tomcat;
  private final Path folder;
  private final AutoCloseable server;

  @JsonTypeInfo(
      use = JsonTypeInfo.Id.NAME,
      include = JsonTypeInfo.As.EXISTING_PROPERTY,
      property = "mode")
  private interface HasMode {}

  private JavaSdkServer(Tomcat tomcat, Path folder, AutoCloseable server) {
    this.tomcat = tomcat;
    this.folder = folder;
    this.server = server;
  }

  /** Legacy, with sessions: the transport that can push. */
  static JavaSdkServer streamable() {
    var transport =
        HttpServletStreamableServerTransportProvider.builder()
            .jsonMapper(MAPPER)
            .mcpEndpoint(PATH)
            .keepAliveInterval(KEEP_ALIVE)
            .build();
    var server =
        McpServer.sync(transport)
            .serverInfo("matrix-java", "0.1.0")
            .jsonMapper(MAPPER)
            .requestTimeout(PATIENCE)
            .capabilities(
                ServerCapabilities.builder()
                    .tools(true)
                    .resources(true, false)
                    .prompts(false)
                    .completions()
                    .logging()
                    .build())
            .resources(JavaMatrix.resource())
            .prompts(JavaMatrix.prompt())
            .completions(JavaMatrix.completion())
            .build();
    JavaMatrix.tools(server).forEach(server::addTool);
    return serving(transport, server::close);
  }

  /** Legacy, without sessions: each request is answered by one JSON object. */
  static JavaSdkServer stateless() {
    var transport = HttpServletStatelessServerTransport.builder().messageEndpoint(PATH).build();
    var server =
        McpServer.sync(transport)
            .serverInfo("matrix-java-stateless", "0.1.0")
            .requestTimeout(PATIENCE)
            .capabilities(
                ServerCapabilities.builder()
                    .tools(false)
                    .resources(false, false)
                    .prompts(false)
                    .completions()
                    .build())
            .tools(JavaStatelessMatrix.tools())
            .resources(JavaStatelessMatrix.resource())
            .prompts(JavaStatelessMatrix.prompt())
            .completions(JavaStatelessMatrix.completion())
            .build();
    return serving(transport, server::close);
  }

  private static JavaSdkServer serving(HttpServlet servlet, AutoCloseable server) {
    CATALINA.setLevel(Level.WARNING);
    try {
      var folder = Files.createTempDirectory("java-sdk-server-");
      var tomcat = new Tomcat();
      tomcat.setBaseDir(folder.toString());
      tomcat.setHostname(LOOPBACK);
      tomcat.setPort(0);
      tomcat.getConnector().setProperty("address", LOOPBACK);
      var context = tomcat.addContext("", folder.toString());
      var wrapper = Tomcat.addServlet(context, "mcp", servlet);
      wrapper.setAsyncSupported(true);
      wrapper.addMapping("/*");
      tomcat.start();
      return new JavaSdkServer(tomcat, folder, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LifecycleException e) {
      throw new IllegalStateException("Tomcat did not start", e);
    }
  }

  /** Its MCP endpoint. */
  URI url() {
    return URI.create("http://" + LOOPBACK + ":" + tomcat.getConnector().getLocalPort() + PATH);
  }

  @Override
  public void close() {
    try {
      server.close();
      tomcat.stop();
      tomcat.destroy();
    } catch (Exception e) {
      throw new IllegalStateException("the server of the Java SDK did not end", e);
    } finally {
      RunningGateway.remove(folder);
    }
  }
}
