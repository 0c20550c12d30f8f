package vn.onshore.cli.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import vn.onshore.manifest.Quoted;
import vn.onshore.manifest.Tree;

/**
 * Reads the spec of one of our own resources as the API server would: defaults are filled in, and what the schema of its
 * CRD refuses is named with its field. The schema is what stands on the records themselves.
 */
public final class SpecReader {
    private static final int SHORTEST = 2;

    private final BiConsumer<String, String> problem;
    private final BiConsumer<String, String> warning;
    private boolean sound = true;

    private SpecReader(BiConsumer<String, String> problem, BiConsumer<String, String> warning) {
        this.problem = problem;
        this.warning = warning;
    }

    /**
     * Reads a record.
     *
     * @param path of the tree within the resource, such as {@code spec}
     * @param problem takes field and sentence for everything that the API server would refuse
     * @param warning takes field and sentence for every field that the record does not have
     * @return null if there was a problem
     */
    public static <T extends Record> @Nullable T read(
            Class<T> type,
            Tree tree,
            String path,
            BiConsumer<String, String> problem,
            BiConsumer<String, String> warning) {
        var reader = new SpecReader(problem, warning);
        var read = reader.record(type, tree, path);
        return reader.sound ? type.cast(read) : null;
    }

    private void refuse(String path, String sentence) {
        sound = false;
        problem.accept(path, sentence);
    }

    private @Nullable Object record(Class<?> type, Tree tree, String path) {
        if (!tree.isObject()) {
            refuse(path, "must be an object");
            return null;
        }
        var components = type.getRecordComponents();
        var names = Arrays.stream(components).map(RecordComponent::getName).toList();
        unknownFields(tree, names, path);
        var types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (var i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = component(type, components[i], tree, path + "." + names.get(i));
        }
        if (!sound) {
            return null;
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), impossible);
        }
    }

    private void unknownFields(Tree tree, List<String> names, String path) {
        for (var name : tree.fields().keySet()) {
            if (!names.contains(name)) {
                warning.accept(
                        path + "." + Quoted.shortened(name), "is not a field of this resource" + meant(name, names));
            }
        }
    }

    private static String meant(String name, List<String> names) {
        return names.stream()
                .filter(known -> known.equalsIgnoreCase(name)
                        || name.length() > SHORTEST && (known.startsWith(name) || name.startsWith(known)))
                .findFirst()
                .map(known -> "; " + known + " is")
                .orElse("");
    }

    private @Nullable Object component(Class<?> owner, RecordComponent component, Tree tree, String path) {
        var field = field(owner, component);
        var value = tree.at(component.getName());
        if (!value.isPresent()) {
            var standard = field.getAnnotation(Default.class);
            if (standard != null) {
                return scalar(component.getType(), new Tree(literal(component.getType(), standard.value())), path);
            }
            if (field.isAnnotationPresent(Required.class)) {
                refuse(path, "is required");
            }
            return null;
        }
        var read = value(component.getGenericType(), field.getAnnotatedType(), value, path);
        bounds(field, read, path);
        return read;
    }

    private static Field field(Class<?> owner, RecordComponent component) {
        try {
            return owner.getDeclaredField(component.getName());
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object literal(Class<?> type, String text) {
        return type == Boolean.class ? (Object) Boolean.valueOf(text) : text;
    }

    private @Nullable Object value(Type type, AnnotatedElement annotated, Tree value, String path) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return list(generic, annotated, value, path);
        }
        var plain = (Class<?>) type;
        if (plain == LabelSelector.class) {
            return selector(value, path);
        }
        return plain.isRecord() ? record(plain, value, path) : scalar(plain, value, path);
    }

    private List<@Nullable Object> list(ParameterizedType type, AnnotatedElement annotated, Tree value, String path) {
        if (!(value.value() instanceof List<?>)) {
            refuse(path, "must be a list");
            return List.of();
        }
        var element = annotated instanceof AnnotatedParameterizedType list
                ? list.getAnnotatedActualTypeArguments()[0]
                : annotated;
        var items = new ArrayList<@Nullable Object>();
        for (var item : value.items()) {
            var itemPath = path + "[" + items.size() + "]";
            var read = value(type.getActualTypeArguments()[0], element, item, itemPath);
            bounds(element, read, itemPath);
            items.add(read);
        }
        return items;
    }

    private @Nullable Object scalar(Class<?> type, Tree value, String path) {
        if (type.isEnum()) {
            return constant(type, value, path);
        }
        if (type == String.class && value.value() instanceof String text) {
            return text;
        }
        if (type == Boolean.class && value.value() instanceof Boolean bool) {
            return bool;
        }
        if (value.value() instanceof Number number && Number.class.isAssignableFrom(type)) {
            return type == Double.class
                    ? (Object) number.doubleValue()
                    : type == Integer.class ? (Object) number.intValue() : (Object) number.longValue();
        }
        refuse(
                path,
                "must be a "
                        + (type == String.class
                                ? "string; put it in quotes"
                                : type == Boolean.class ? "boolean" : "number"));
        return null;
    }

    private @Nullable Object constant(Class<?> type, Tree value, String path) {
        var names = new ArrayList<String>();
        for (var constant : type.getEnumConstants()) {
            var name = name((Enum<?>) constant);
            if (name.equals(value.value())) {
                return constant;
            }
            names.add(name);
        }
        refuse(path, "is none of " + String.join(", ", names));
        return null;
    }

    private static String name(Enum<?> constant) {
        try {
            var named = constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return named == null ? constant.name() : named.value();
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void bounds(AnnotatedElement annotated, @Nullable Object value, String path) {
        if (value == null) {
            return;
        }
        var size = annotated.getAnnotation(Size.class);
        if (size != null) {
            size(size, value, path);
        }
        var pattern = annotated.getAnnotation(Pattern.class);
        if (pattern != null && value instanceof String text && !isFound(pattern.value(), text)) {
            refuse(path, "does not look like " + pattern.value());
        }
        var min = annotated.getAnnotation(Min.class);
        if (min != null && value instanceof Number number && number.doubleValue() < min.value()) {
            refuse(path, "is less than " + min.value());
        }
        var max = annotated.getAnnotation(Max.class);
        if (max != null && value instanceof Number number && number.doubleValue() > max.value()) {
            refuse(path, "is more than " + max.value());
        }
    }

    /** OpenAPI patterns are not anchored. */
    private static boolean isFound(String pattern, String text) {
        return java.util.regex.Pattern.compile(pattern).matcher(text).find();
    }

    private void size(Size size, Object value, String path) {
        var length = switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> Math.max(0, size.min());
        };
        if (length < size.min()) {
            refuse(path, length == 0 ? "is empty" : "is shorter than " + size.min());
        } else if (length > size.max()) {
            refuse(path, "is longer than " + size.max());
        }
    }

    private @Nullable Object selector(Tree value, String path) {
        if (!value.isObject()) {
            refuse(path, "must be an object");
            return null;
        }
        unknownFields(value, List.of("matchLabels", "matchExpressions"), path);
        var labels = new LinkedHashMap<String, String>();
        value.at("matchLabels").fields().forEach((key, label) -> {
            if (label instanceof String text) {
                labels.put(key, text);
            } else {
                refuse(path + ".matchLabels." + Quoted.shortened(key), "must be a string; put it in quotes");
            }
        });
        var expressions = new ArrayList<LabelSelectorRequirement>();
        for (var item : value.at("matchExpressions").items()) {
            expressions.add(requirement(item, path + ".matchExpressions[" + expressions.size() + "]"));
        }
        return new LabelSelector(expressions, labels);
    }

    private LabelSelectorRequirement requirement(Tree item, String path) {
        var operator = item.at("operator").text();
        var values = item.at("values").texts();
        var takesValues = operator.equals("In") || operator.equals("NotIn");
        if (!takesValues && !operator.equals("Exists") && !operator.equals("DoesNotExist")) {
            refuse(path + ".operator", "is none of In, NotIn, Exists, DoesNotExist");
        } else if (takesValues == values.isEmpty()) {
            refuse(path + ".values", takesValues ? "is required for " + operator : "must be empty for " + operator);
        }
        var unquoted = item.at("values").items().stream().anyMatch(value -> !(value.value() instanceof String));
        if (unquoted) {
            refuse(path + ".values", "must be strings; put them in quotes");
        }
        if (item.at("key").text().isEmpty()) {
            refuse(path + ".key", "is required");
        }
        return new LabelSelectorRequirement(item.at("key").text(), operator, values);
    }
}
