package vn.onshore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The health script for Argo CD, run by the cases beside it, which are laid out as upstream does. */
class ArgoHealthTest {
    private static final String HOME = "gitops/argocd/resource_customizations/onshore.vn/_/";

    static Stream<Arguments> cases() throws IOException {
        var tests = Examples.documents(Examples.ROOT.resolve(HOME + "health_test.yaml"))
                .getFirst()
                .get("tests");
        return ((List<?>) tests)
                .stream()
                        .map(test -> Arguments.of(
                                Examples.at(test, "inputPath"),
                                Examples.at(test, "healthStatus", "status"),
                                Examples.at(test, "healthStatus", "message")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decidesAsTheCaseSays(String input, String status, String message) throws IOException {
        var object = Examples.documents(Examples.ROOT.resolve(HOME + input)).getFirst();
        var globals = JsePlatform.standardGlobals();
        globals.set("obj", lua(object));
        var health = globals.load(Examples.text(HOME + "health.lua")).call();
        assertThat(health.get("status").tojstring()).isEqualTo(status);
        assertThat(health.get("message").tojstring()).isEqualTo(message);
    }

    @Test
    void everyObjectBesideItIsACase() throws IOException {
        var inputs = cases().map(test -> test.get()[0]).toList();
        var files = Examples.files(HOME + "testdata").stream()
                .map(file -> "testdata/" + file.getFileName())
                .toList();
        assertThat(files)
                .hasSizeGreaterThan(8)
                .containsExactlyInAnyOrderElementsOf(
                        inputs.stream().map(Object::toString).toList());
    }

    @Test
    void theConfigMapHoldsTheSameScript() throws IOException {
        var map = Examples.documents(Examples.ROOT.resolve("gitops/argocd/argocd-cm.yaml"))
                .getFirst();
        var customizations = (String) Examples.at(map, "data", "resource.customizations");
        var script = new YAMLMapper()
                .readTree(customizations)
                .at("/onshore.vn~1*/health.lua")
                .asText();
        assertThat(script).isEqualTo(Examples.text(HOME + "health.lua"));
    }

    private static LuaValue lua(Object value) {
        return switch (value) {
            case null -> LuaValue.NIL;
            case Map<?, ?> map -> {
                var table = new LuaTable();
                map.forEach((key, below) -> table.set(key.toString(), lua(below)));
                yield table;
            }
            case List<?> list -> {
                var table = new LuaTable();
                list.forEach(below -> table.set(table.length() + 1, lua(below)));
                yield table;
            }
            case Boolean flag -> LuaValue.valueOf(flag);
            case Number number -> LuaValue.valueOf(number.doubleValue());
            default -> LuaValue.valueOf(value.toString());
        };
    }
}
