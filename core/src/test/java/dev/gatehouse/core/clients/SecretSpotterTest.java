package dev.gatehouse.core.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.inventory.PlainSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values are secrets. */
class SecretSpotterTest {
  private final SecretSpotter spotter =
      new SecretSpotter(new Marks("salt".getBytes(StandardCharsets.UTF_8)));

  @ParameterizedTest
  @CsvSource({
    "SETTING,AKIAQ3XN7KPLM2VWRTYB",
    "API_KEY,hunter2horse",
    "apiKey,8f3K2m9QxV7bT1zR",
    "Authorization,Bearer 8f3K2m9QxV7bT1zR",
    "X-Api-Key,8f3K2m9Q",
    "DB_PASSWORD,correct-horse",
    "DATABASE_URL,postgres://crm:Tr0ub4dor3x@db.example/crm",
    "ENDPOINT,https://docs.example/mcp?token=8f3K2m9QxV7bT1zR",
    "WEBHOOK,https://hooks.example/s/8f3K2m9QxV7bT1zRkL4p/mcp"
  })
  void areThese(String name, String value) {
    spotter.value("env", name, value);

    assertThat(spotter.spotted()).hasSize(1);
    assertThat(spotter.spotted().toString()).doesNotContain(value);
  }

  @ParameterizedTest
  @CsvSource({
    "API_KEY,${API_KEY}",
    "API_KEY,${env:API_KEY}",
    "API_KEY,${input:api-key}",
    "Authorization,Bearer ${TOKEN}",
    "API_KEY,$API_KEY",
    "API_KEY,%API_KEY%",
    "API_KEY,{{api_key}}",
    "API_KEY,<your key>",
    "API_KEY,YOUR_API_KEY_HERE",
    "API_KEY,your-api-key",
    "API_KEY,xxxxxxxx",
    "API_KEY,changeme",
    "API_KEY,env:CRM_KEY",
    "API_KEY,''",
    "TOKEN_LIMIT,4096",
    "KEY_FILE,/run/secrets/key",
    "AWS_ACCESS_KEY_PATH,secrets-folder-a",
    "LOG_LEVEL,debug-everything",
    "PATH,/usr/bin:/bin",
    "MODEL,gpt-5-large-2026",
    "AUTH_MODE,interactive",
    "ENDPOINT,https://docs.example/mcp?region=eu"
  })
  void areNotThese(String name, String value) {
    spotter.value("env", name, value);

    assertThat(spotter.spotted()).isEmpty();
  }

  @Test
  void standInArgumentsToo() {
    spotter.arguments(
        List.of(
            "--api-key",
            "8f3K2m9QxV7bT1zR",
            "--token=8f3K2m9QxV7bT1zR",
            "--header",
            "Authorization: Bearer 8f3K2m9QxV7bT1zR",
            "-e",
            "CRM_SECRET=8f3K2m9QxV7bT1zR",
            "--port",
            "8080",
            "https://u:8f3K2m9QxV7bT1zR@crm.example/mcp",
            "AKIAQ3XN7KPLM2VWRTYB"));

    assertThat(spotter.spotted().stream().map(PlainSecret::where))
        .containsExactly(
            "argument --api-key",
            "argument --token",
            "argument Authorization",
            "argument CRM_SECRET",
            "argument user",
            "argument");
    assertThat(spotter.spotted().stream().limit(5).map(PlainSecret::mark).distinct()).hasSize(1);
  }

  @Test
  void standInTextsForAShell() {
    spotter.arguments(
        List.of("-c", "CRM_KEY=8f3K2m9QxV7bT1zR npx crm --token 8f3K2m9QxV7bT1zR -v"));

    assertThat(spotter.spotted().stream().map(PlainSecret::where))
        .containsExactly("argument CRM_KEY", "argument --token");
    assertThat(spotter.spotted().stream().map(PlainSecret::mark).distinct()).hasSize(1);
  }

  @Test
  void getNoMarkWhenTheyAreShort() {
    spotter.value("env", "PASSWORD", "hunter2horse");

    assertThat(spotter.spotted().getFirst().mark()).isEmpty();
  }
}
