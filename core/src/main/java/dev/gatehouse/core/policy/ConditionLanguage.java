package dev.gatehouse.core.policy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.safere.Pattern;

/**
 * CEL as conditions speak it: three variables, the standard functions, {@code contains} also on
 * lists, and bounds on everything that a caller could make expensive. Immutable.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL</a>
 */
final class ConditionLanguage {
  static final CelType ANY_ARGUMENTS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  /** What is known of a caller. */
  static final ImmutableMap<String, CelType> CALLER =
      fields(
          "id", SimpleType.STRING,
          "user", SimpleType.STRING,
          "agent", SimpleType.STRING,
          "roles", ListType.create(SimpleType.STRING),
          "attributes", MapType.create(SimpleType.STRING, SimpleType.DYN));

  /** What is known of a request. */
  static final ImmutableMap<String, CelType> CONTEXT =
      fields(
          "time", SimpleType.TIMESTAMP,
          "server", SimpleType.STRING,
          "kind", SimpleType.STRING,
          "name", SimpleType.STRING,
          "tool", SimpleType.STRING,
          "method", SimpleType.STRING,
          "endpoint", SimpleType.STRING,
          "connection", SimpleType.STRING);

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(RuleTexts.LONGEST_CONDITION)
          .maxParseRecursionDepth(50)
          .maxParseExpressionNodeCount(1_000)
          .maxParseErrorRecoveryLimit(5)
          .comprehensionMaxIterations(1_000)
          .enableHeterogeneousNumericComparisons(true)
          .populateMacroCalls(true)
          .build();

  /** Characters that a regular expression is tried on. */
  private static final int LONGEST_MATCHED = 16_384;

  /** Steps that a search for a text in a text may need. */
  private static final long MOST_SEARCHED = 1 << 26;

  private ConditionLanguage() {}

  /** A compiler for conditions whose {@code args} are of this type. */
  static CelCompiler compiler(CelType args) {
    var caller = struct("caller", CALLER);
    var context = struct("context", CONTEXT);
    var types = ImmutableList.<CelType>builder().add(caller, context);
    if (args instanceof StructType) {
      types.add(args);
    }
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder()
                .excludeFunctions(
                    CelStandardDeclarations.StandardFunction.CONTAINS,
                    CelStandardDeclarations.StandardFunction.MATCHES)
                .build())
        .addFunctionDeclarations(contains(), matches())
        .setTypeProvider(new Types(types.build()))
        .addVar(Reads.CALLER, caller)
        .addVar(Reads.CONTEXT, context)
        .addVar(Reads.ARGS, args)
        .setResultType(SimpleType.BOOL)
        .build();
  }

  /**
   * A runtime for conditions.
   *
   * @param patterns every pattern that a condition matches with, by its text; only grows, and only
   *     before the condition is used
   */
  @SuppressWarnings("Immutable")
  static CelRuntime runtime(Map<String, Pattern> patterns) {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .excludeFunctions(
                    CelStandardFunctions.StandardFunction.CONTAINS,
                    CelStandardFunctions.StandardFunction.MATCHES)
                .build())
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "contains",
                CelFunctionBinding.from(
                    "contains_string", String.class, String.class, ConditionLanguage::search),
                CelFunctionBinding.from(
                    "contains_list",
                    List.class,
                    Object.class,
                    (list, item) -> list.contains(item))))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from(
                    "matches_string",
                    String.class,
                    String.class,
                    (text, pattern) -> match(text, patterns.get(pattern)))))
        .build();
  }

  static StructType struct(String name, ImmutableMap<String, CelType> fields) {
    return StructType.create(
        name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }

  private static CelFunctionDecl contains() {
    return CelFunctionDecl.newFunctionDeclaration(
        "contains",
        CelOverloadDecl.newMemberOverload(
            "contains_string", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING),
        CelOverloadDecl.newMemberOverload(
            "contains_list", SimpleType.BOOL, ListType.create(SimpleType.DYN), SimpleType.DYN));
  }

  private static CelFunctionDecl matches() {
    return CelFunctionDecl.newFunctionDeclaration(
        "matches",
        CelOverloadDecl.newMemberOverload(
            "matches_string", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
  }

  private static boolean search(String text, String piece) {
    if ((long) text.length() * piece.length() > MOST_SEARCHED) {
      throw new IllegalArgumentException("the texts are too long to search");
    }
    return text.contains(piece);
  }

  private static boolean match(String text, @Nullable Pattern pattern) {
    if (pattern == null || text.length() > LONGEST_MATCHED) {
      throw new IllegalArgumentException("the text is too long to match");
    }
    return pattern.matcher(text).find();
  }

  private static ImmutableMap<String, CelType> fields(Object... namesAndTypes) {
    var fields = ImmutableMap.<String, CelType>builder();
    for (var at = 0; at < namesAndTypes.length; at += 2) {
      fields.put((String) namesAndTypes[at], (CelType) namesAndTypes[at + 1]);
    }
    return fields.build();
  }

  private record Types(ImmutableList<CelType> known) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return known;
    }

    @Override
    public Optional<CelType> findType(String name) {
      return known.stream().filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
