package dev.gatehouse.core.secrets;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Values that stand where a secret should: too short, one character over and over, or a word. */
final class Placeholder {
  private static final int LEAST_CHARACTERS = 8;
  private static final int LEAST_DISTINCT = 4;

  private static final Set<String> WORDS =
      Set.of(
          "changeit",
          "changeme",
          "default",
          "dummytoken",
          "password",
          "passw0rd",
          "replaceme",
          "secret",
          "secretkey",
          "placeholder",
          "test",
          "testtest",
          "testtoken",
          "token",
          "todo",
          "yourtoken",
          "yourtokenhere",
          "yoursecret",
          "yoursecrethere",
          "yourapikey",
          "yourapikeyhere",
          "yourpassword",
          "insertyourtoken",
          "mysecret",
          "mytoken",
          "apikey",
          "password1",
          "password123",
          "12345678",
          "123456789",
          "1234567890",
          "qwertyui",
          "qwertyuiop",
          "abcdefgh",
          "letmein");

  private static final Pattern BRACKETED = Pattern.compile("<.*>|\\$\\{.*}|\\{\\{.*}}|%.*%");

  private Placeholder() {}

  static boolean looksLike(String value) {
    var word = value.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return value.length() < LEAST_CHARACTERS
        || value.chars().distinct().count() < LEAST_DISTINCT
        || WORDS.contains(word)
        || BRACKETED.matcher(value).matches();
  }
}
