package vn.onshore.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.onshore.api.v1alpha1.DataResidency;
import vn.onshore.api.v1alpha1.NetworkIsolation;
import vn.onshore.api.v1alpha1.OnshoreBoundary;
import vn.onshore.api.v1alpha1.SiteAttestation;

/** The CustomResourceDefinitions as files: what the generator makes of the records, and what it cannot say. */
final class CrdFiles {
    private static final String HEADER =
            "# Generated from operator/src/main/java/vn/onshore/api; ./mvnw test -Dtest=CrdsTest -Dcrds.write=true\n";

    /** Lists whose elements have an identity: two appliers may own one element each, and no key comes twice. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("sites", "id"),
            Map.entry("attestors", "name"),
            Map.entry("endpoints", "host"),
            Map.entry("domains", "suffix"),
            Map.entry("registries", "host"),
            Map.entry("csiDrivers", "name"),
            Map.entry("acceptedBlindSpots", "rule"),
            Map.entry("rules", "rule"),
            Map.entry("zones", "name"),
            Map.entry("elsewhere", "role"),
            Map.entry("conditions", "type"));

    private static final List<Class<? extends CustomResource<?, ?>>> TYPES =
            List.of(OnshoreBoundary.class, DataResidency.class, NetworkIsolation.class, SiteAttestation.class);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private CrdFiles() {}

    /**
     * Generates all of them.
     *
     * @param scratch an empty directory
     * @return contents by file name
     */
    static Map<String, String> generate(Path scratch) throws IOException {
        new CRDGenerator()
                .customResourceClasses(TYPES.toArray(Class[]::new))
                .forCRDVersions("v1")
                .inOutputDir(scratch.toFile())
                .detailedGenerate();
        var files = new TreeMap<String, String>();
        for (var type : TYPES) {
            var name = CustomResource.getCRDName(type);
            Map<String, Object> crd =
                    YAML.readValue(scratch.resolve(name + "-v1.yml").toFile(), new TypeReference<>() {});
            files.put(
                    "onshore.vn_" + HasMetadata.getPlural(type) + ".yaml",
                    HEADER + YAML.writeValueAsString(refined(crd, type)));
        }
        return files;
    }

    private static Map<String, Object> refined(Map<String, Object> crd, Class<?> type) {
        for (var version : (List<?>) object(crd.get("spec")).get("versions")) {
            var schema = object(object(object(version).get("schema")).get("openAPIV3Schema"));
            schema.put(
                    "description",
                    type.getAnnotation(JsonClassDescription.class).value());
            schema.put("required", List.of("spec"));
            refine("", schema);
            withoutRules(object(object(schema.get("properties")).get("status")));
            object(version).put("additionalPrinterColumns", columns(object(version), type));
        }
        return object(tidy(crd));
    }

    /** The columns in the order in which the class lists them; the generator sorts them by path. */
    private static List<Map<String, Object>> columns(Map<String, Object> version, Class<?> type) {
        var order = Stream.of(type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return ((List<?>) version.get("additionalPrinterColumns"))
                .stream()
                        .map(CrdFiles::object)
                        .sorted(Comparator.comparing(column -> order.indexOf(column.get("name"))))
                        .toList();
    }

    /** A status repeats parts of a spec; the server must never refuse to have it written. */
    private static void withoutRules(Map<String, Object> schema) {
        schema.remove("x-kubernetes-validations");
        schema.values().forEach(below -> withoutRules(object(below)));
    }

    private static void refine(String name, Map<String, Object> schema) {
        if ("array".equals(schema.get("type"))) {
            var items = object(schema.get("items"));
            var key = KEYS.get(name);
            if (key != null && items.get("properties") instanceof Map<?, ?> fields && fields.containsKey(key)) {
                schema.put("x-kubernetes-list-type", "map");
                schema.put("x-kubernetes-list-map-keys", List.of(key));
                items.putIfAbsent("required", List.of(key));
            }
            if (name.equals("conditions")) {
                schema.put("maxItems", 16);
                condition(object(items.get("properties")));
            }
            refine("", items);
        }
        object(schema.get("properties")).forEach((field, below) -> refine(field, object(below)));
        if (schema.get("additionalProperties") instanceof Map<?, ?>) {
            refine("", object(schema.get("additionalProperties")));
        }
        if (name.equals("namespaceSelector") || name.equals("podSelector")) {
            schema.put("x-kubernetes-map-type", "atomic");
            selector(object(schema.get("properties")));
        }
    }

    /** The bounds of {@code metav1.Condition}. */
    private static void condition(Map<String, Object> fields) {
        object(fields.get("type")).put("maxLength", 316);
        object(fields.get("status")).put("enum", List.of("True", "False", "Unknown"));
        object(fields.get("reason")).put("maxLength", 1024);
        object(fields.get("message")).put("maxLength", 32768);
        object(fields.get("observedGeneration")).put("format", "int64");
        object(fields.get("lastTransitionTime")).put("format", "date-time");
    }

    /** Bounds for a foreign class that carries none. */
    private static void selector(Map<String, Object> fields) {
        var labels = object(fields.get("matchLabels"));
        labels.put("maxProperties", 32);
        object(labels.get("additionalProperties")).put("maxLength", 63);
        var expressions = object(fields.get("matchExpressions"));
        expressions.put("maxItems", 32);
        var expression = object(expressions.get("items"));
        expression.put("required", List.of("key", "operator"));
        var parts = object(expression.get("properties"));
        object(parts.get("key")).put("maxLength", 316);
        object(parts.get("operator")).put("enum", List.of("In", "NotIn", "Exists", "DoesNotExist"));
        object(parts.get("values")).put("maxItems", 64);
    }

    /** Whole numbers without a fraction, which the generator gives to all bounds. */
    private static Object tidy(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var tidied = new LinkedHashMap<Object, Object>();
                map.forEach((key, below) -> tidied.put(key, tidy(below)));
                yield tidied;
            }
            case List<?> list -> list.stream().map(CrdFiles::tidy).toList();
            case Double number when number == Math.rint(number) -> number.longValue();
            default -> value;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value instanceof Map<?, ?> ? (Map<String, Object>) value : new LinkedHashMap<>();
    }
}
