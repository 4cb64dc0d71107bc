package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.ShortForm;
import dev.gatehouse.core.kind.Source;
import java.util.List;
import java.util.Optional;

/**
 * Allows something, perhaps under a condition. A condition that cannot be decided does not hold.
 */
@Doc("Allows tools, resources or prompts, perhaps under a condition.")
public record Grant(
    @Doc(
            value =
                "Tools: globs of server/tool, or the name of a toolset. * stands for any characters"
                    + " within the server's or the tool's name.",
            example = "[support, crm/get_*]")
        List<String> tools,
    @Doc(value = "Resources: globs of server/uri.", example = "[files/file:///srv/docs/*]")
        List<String> resources,
    @Doc(value = "Prompts: globs of server/prompt.", example = "[crm/*]") List<String> prompts,
    @Doc(
            value =
                "CEL condition on caller, args and context that must hold for the call; 1 to 2,000"
                    + " characters. When it cannot be decided, the call is not allowed.",
            example = "args.priority != \"urgent\" || caller.attributes.senior")
        Optional<String> when,
    @Doc(
            value =
                "The sentence a model reads when the condition does not hold, 1 to 300 characters.",
            example = "Only senior agents set the priority to urgent; choose another priority.")
        Optional<String> advice,
    Source source) {
  /**
   * @throws IllegalArgumentException when it names nothing or a text is too long
   */
  public Grant {
    tools = List.copyOf(tools);
    resources = List.copyOf(resources);
    prompts = List.copyOf(prompts);
    RuleTexts.checkNamesSomething("grant", tools, resources, prompts);
    RuleTexts.checkCondition("when", when);
    RuleTexts.checkAdvice(advice);
  }

  /** The short form: a toolset name or a {@code server/tool} glob. */
  @ShortForm
  public static Grant of(String tools, Source source) {
    return new Grant(
        List.of(tools), List.of(), List.of(), Optional.empty(), Optional.empty(), source);
  }
}
