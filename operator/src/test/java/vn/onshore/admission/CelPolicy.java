package vn.onshore.admission;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Tree;

/**
 * A ValidatingAdmissionPolicy evaluated here, for volume; the API server has the last word on what CEL means. Kubernetes'
 * own functions are played by stand-ins for which URLs and addresses are plain strings.
 */
public final class CelPolicy {
    private static final Cel CEL = cel();

    private final List<Step> conditions;
    private final List<Step> variables;
    private final List<Step> validations;

    /** Something to evaluate: a condition, a variable, or a validation with its sentence. */
    private record Step(String name, CelRuntime.Program program, CelRuntime.@Nullable Program sentence) {}

    private CelPolicy(List<Step> conditions, List<Step> variables, List<Step> validations) {
        this.conditions = conditions;
        this.variables = variables;
        this.validations = validations;
    }

    /** Compiles the expressions of a policy. */
    public static CelPolicy of(Manifest policy) {
        var spec = policy.tree().at("spec");
        return new CelPolicy(
                steps(spec.at("matchConditions").items()),
                steps(spec.at("variables").items()),
                steps(spec.at("validations").items()));
    }

    /** Whether any rule of the policy speaks of the resource. */
    public static boolean matches(Manifest policy, String resource, String operation) {
        return policy.tree().at("spec", "matchConstraints", "resourceRules").items().stream()
                .anyMatch(rule -> rule.at("resources").texts().contains(resource)
                        && rule.at("operations").texts().contains(operation));
    }

    private static List<Step> steps(List<Tree> items) {
        return items.stream()
                .map(item -> new Step(
                        item.at("name").text(),
                        program(item.at("expression").text()),
                        item.at("messageExpression").isPresent()
                                ? program(item.at("messageExpression").text())
                                : null))
                .toList();
    }

    /** The value of an expression without variables. */
    public static Object evaluate(String expression) {
        try {
            return program(expression).eval(Map.of());
        } catch (CelEvaluationException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }

    private static CelRuntime.Program program(String expression) {
        try {
            return CEL.createProgram(CEL.compile(expression).getAst());
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(expression, e);
        }
    }

    /**
     * The sentence with which the policy refuses a request; empty if it admits it or does not look at it. An error
     * refuses, as {@code failurePolicy: Fail} does.
     */
    public String refusal(
            @Nullable Map<String, Object> object,
            @Nullable Map<String, Object> oldObject,
            Map<String, Object> request) {
        var input = new HashMap<String, Object>();
        input.put("object", object == null ? dev.cel.common.values.NullValue.NULL_VALUE : json(object));
        input.put("oldObject", oldObject == null ? dev.cel.common.values.NullValue.NULL_VALUE : json(oldObject));
        input.put("request", json(request));
        var values = new LinkedHashMap<String, Object>();
        input.put("variables", values);
        try {
            for (var condition : conditions) {
                if (!Boolean.TRUE.equals(condition.program.eval(input))) {
                    return "";
                }
            }
            for (var variable : variables) {
                value(variable, input, values);
            }
            for (var validation : validations) {
                if (!Boolean.TRUE.equals(validation.program.eval(input))) {
                    return String.valueOf(validation.sentence == null ? "refused" : validation.sentence.eval(input));
                }
            }
            return "";
        } catch (CelEvaluationException e) {
            return "error: " + e.getMessage();
        }
    }

    /** A variable that cannot be evaluated is an error only for those who ask for it. */
    private static void value(Step variable, Map<String, Object> input, Map<String, Object> values) {
        try {
            values.put(variable.name, variable.program.eval(input));
        } catch (CelEvaluationException e) {
            values.remove(variable.name);
        }
    }

    /** As CEL wants it: integers are 64 bits wide. */
    private static Object json(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((key, field) -> {
                    if (field != null) {
                        copy.put(key, json(field));
                    }
                });
                yield copy;
            }
            case List<?> list -> {
                var copy = new ArrayList<Object>();
                list.forEach(item -> copy.add(json(item)));
                yield copy;
            }
            case Integer number -> number.longValue();
            default -> value;
        };
    }

    private static Cel cel() {
        return CelFactory.standardCelBuilder()
                .setOptions(CelOptions.current()
                        .enableHeterogeneousNumericComparisons(true)
                        .maxExpressionCodePointSize(200_000)
                        .build())
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
                .addRuntimeLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
                .addVar("object", SimpleType.DYN)
                .addVar("oldObject", SimpleType.DYN)
                .addVar("request", SimpleType.DYN)
                .addVar("variables", SimpleType.DYN)
                .addFunctionDeclarations(
                        global("isIP", "is_ip_string", SimpleType.BOOL, SimpleType.STRING),
                        global("ip", "string_to_ip", SimpleType.STRING, SimpleType.STRING),
                        member("isLoopback", "ip_is_loopback", SimpleType.BOOL, SimpleType.STRING),
                        global("cidr", "string_to_cidr", SimpleType.STRING, SimpleType.STRING),
                        member(
                                "containsIP",
                                "cidr_contains_ip_string",
                                SimpleType.BOOL,
                                SimpleType.STRING,
                                SimpleType.STRING),
                        member(
                                "containsCIDR",
                                "cidr_contains_cidr_string",
                                SimpleType.BOOL,
                                SimpleType.STRING,
                                SimpleType.STRING),
                        global("isURL", "is_url_string", SimpleType.BOOL, SimpleType.STRING),
                        global("url", "string_to_url", SimpleType.STRING, SimpleType.STRING),
                        member("getHostname", "url_get_hostname", SimpleType.STRING, SimpleType.STRING))
                .addFunctionBindings(
                        CelFunctionBinding.from("is_ip_string", String.class, CelPolicy::isIp),
                        CelFunctionBinding.from("string_to_ip", String.class, text -> text),
                        CelFunctionBinding.from(
                                "ip_is_loopback",
                                String.class,
                                text -> IpAddress.parse(text).orElseThrow().isLoopback()),
                        CelFunctionBinding.from("string_to_cidr", String.class, text -> text),
                        CelFunctionBinding.from(
                                "cidr_contains_ip_string",
                                String.class,
                                String.class,
                                (range, text) -> Cidr.parse(range)
                                        .orElseThrow()
                                        .contains(IpAddress.parse(text).orElseThrow())),
                        CelFunctionBinding.from(
                                "cidr_contains_cidr_string", String.class, String.class, CelPolicy::contains),
                        CelFunctionBinding.from("is_url_string", String.class, CelPolicy::isUrl),
                        CelFunctionBinding.from("string_to_url", String.class, text -> text),
                        CelFunctionBinding.from("url_get_hostname", String.class, CelPolicy::hostname))
                .build();
    }

    /** The API server takes no IPv4-mapped addresses. */
    private static boolean isIp(String text) {
        return IpAddress.parse(text)
                .filter(ip -> !(ip.isV4() && text.contains(":")))
                .isPresent();
    }

    private static boolean contains(String range, String text) {
        var outer = Cidr.parse(range).orElseThrow();
        var inner = Cidr.parse(text).orElseThrow();
        return outer.contains(inner.network()) && outer.contains(inner.last());
    }

    private static boolean isUrl(String text) {
        try {
            return URI.create(text).isAbsolute();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String hostname(String url) {
        var authority = url.substring(url.indexOf("://") + 3).split("[/?#]", 2)[0];
        return authority.startsWith("[")
                ? authority.substring(1, authority.indexOf(']'))
                : authority.split(":", 2)[0];
    }

    private static CelFunctionDecl global(String name, String id, CelType result, CelType... arguments) {
        return CelFunctionDecl.newFunctionDeclaration(name, CelOverloadDecl.newGlobalOverload(id, result, arguments));
    }

    private static CelFunctionDecl member(String name, String id, CelType result, CelType... arguments) {
        return CelFunctionDecl.newFunctionDeclaration(name, CelOverloadDecl.newMemberOverload(id, result, arguments));
    }
}
