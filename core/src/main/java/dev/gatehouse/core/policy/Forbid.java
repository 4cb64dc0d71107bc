package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.ShortForm;
import dev.gatehouse.core.kind.Source;
import java.util.List;
import java.util.Optional;

/**
 * Denies something to everyone and wins over every grant. It applies when {@code when} holds or
 * cannot be decided, unless {@code unless} holds.
 */
@Doc("Denies tools, resources or prompts to everyone, whatever is granted.")
public record Forbid(
    @Doc(
            value = "Tools: globs of server/tool, or the name of a toolset.",
            example = "\"*/delete_*\"")
        List<String> tools,
    @Doc(value = "Resources: globs of server/uri.", example = "\"files/*.pem\"")
        List<String> resources,
    @Doc(value = "Prompts: globs of server/prompt.", example = "crm/*") List<String> prompts,
    @Doc(
            value =
                "CEL condition on caller, args and context: forbidden only where it holds or cannot"
                    + " be decided; 1 to 2,000 characters. Use has(args.x) for optional arguments.",
            example = "has(args.force) && args.force")
        Optional<String> when,
    @Doc(
            value = "CEL condition that lifts the forbid where it holds; 1 to 2,000 characters.",
            example = "caller.roles.contains(\"administrator\")")
        Optional<String> unless,
    @Doc("The sentence a model reads when the call is forbidden, 1 to 300 characters.")
        Optional<String> advice,
    Source source) {
  /**
   * @throws IllegalArgumentException when it names nothing or a text is too long
   */
  public Forbid {
    tools = List.copyOf(tools);
    resources = List.copyOf(resources);
    prompts = List.copyOf(prompts);
    RuleTexts.checkNamesSomething("forbid", tools, resources, prompts);
    RuleTexts.checkCondition("when", when);
    RuleTexts.checkCondition("unless", unless);
    RuleTexts.checkAdvice(advice);
  }

  /** The short form: a {@code server/tool} glob or a toolset name, forbidden without exception. */
  @ShortForm
  public static Forbid of(String tools, Source source) {
    return new Forbid(
        List.of(tools),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        source);
  }
}
