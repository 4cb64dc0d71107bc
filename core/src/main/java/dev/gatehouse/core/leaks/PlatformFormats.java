package dev.gatehouse.core.leaks;

import static dev.gatehouse.core.leaks.Alphabet.ALPHANUMERIC;
import static dev.gatehouse.core.leaks.Alphabet.BASE64URL;
import static dev.gatehouse.core.leaks.Alphabet.DOTTED;
import static dev.gatehouse.core.leaks.Alphabet.LOWER_HEX;
import static dev.gatehouse.core.leaks.Format.token;

import dev.gatehouse.core.leaks.Format.Matching;
import java.util.List;

/** Tokens of code hosts, package registries, model providers, and Gatehouse's own keys. */
final class PlatformFormats {
  private static final int ANY = 400;

  static final List<Format> ALL =
      List.of(
          token("gatehouse-key", ALPHANUMERIC, 24, 80, "gth_"),
          new Format(
              "github-token",
              List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
              Matching.EXACT,
              Format.follows(ALPHANUMERIC, 36),
              PlatformFormats::github),
          new Format(
              "github-token",
              List.of("github_pat_"),
              Matching.EXACT,
              Format.follows(ALPHANUMERIC, 22),
              PlatformFormats::githubFineGrained),
          token(
              "gitlab-token",
              DOTTED,
              20,
              320,
              "glpat-",
              "gldt-",
              "glrt-",
              "glrtr-",
              "glcbt-",
              "glptt-",
              "glft-",
              "glimt-",
              "glagent-",
              "gloas-",
              "glsoat-",
              "glffct-"),
          token("npm-token", ALPHANUMERIC, 36, 36, "npm_"),
          token("pypi-token", BASE64URL, 50, ANY, "pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBp"),
          token("rubygems-key", LOWER_HEX, 48, 48, "rubygems_"),
          token("docker-token", BASE64URL, 27, 40, "dckr_pat_", "dckr_oat_"),
          token("anthropic-key", BASE64URL, 40, ANY, "sk-ant-"),
          token("openai-key", BASE64URL, 40, ANY, "sk-proj-", "sk-svcacct-", "sk-admin-"),
          token("openrouter-key", LOWER_HEX, 64, 64, "sk-or-v1-"),
          token("openai-key", ALPHANUMERIC, 32, 64, 3, "sk-"),
          token("hugging-face-token", ALPHANUMERIC, 34, 40, "hf_", "api_org_"),
          token("groq-key", ALPHANUMERIC, 52, 52, "gsk_"),
          token("replicate-token", ALPHANUMERIC, 37, 37, "r8_"),
          token("perplexity-key", ALPHANUMERIC, 48, 48, "pplx-"),
          token("xai-key", ALPHANUMERIC, 80, 80, "xai-"),
          token("langsmith-key", BASE64URL, 43, 43, "lsv2_pt_", "lsv2_sk_"));

  private PlatformFormats() {}

  /**
   * Four letters, 30 random characters, 6 of checksum. The checksum is verified, so anything may
   * stand around the token.
   *
   * @see <a
   *     href="https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/">formats</a>
   */
  private static long github(Reading text, int at, int end) {
    var to = end + 36;
    if (text.runEnd(ALPHANUMERIC, end) < to) {
      return Stretch.NONE;
    }
    text.count(36);
    return Checksum.holds(text.bytes(), end, to) ? Stretch.of(at, to) : Stretch.NONE;
  }

  private static long githubFineGrained(Reading text, int at, int end) {
    var middle = end + 22;
    if (text.runEnd(ALPHANUMERIC, end) != middle || text.at(middle) != '_') {
      return Stretch.NONE;
    }
    var to = text.runEnd(ALPHANUMERIC, middle + 1);
    return to - middle - 1 != 59 || Placeholder.isToken(text, end, to)
        ? Stretch.NONE
        : Stretch.of(at, to);
  }
}
