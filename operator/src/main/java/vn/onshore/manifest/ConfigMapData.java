package vn.onshore.manifest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the keys of a ConfigMap hold. It takes 1 MiB in all, so that what is longer stands {@linkplain PackedText packed} in
 * {@code binaryData}, or in several ConfigMaps.
 *
 * @param byName what each key of {@code data} and {@code binaryData} holds, by {@code ConfigMap namespace/name key}
 * @param problems keys that cannot be read at all
 */
public record ConfigMapData(SortedMap<String, byte[]> byName, List<Problem> problems) {
    public ConfigMapData {
        problems = List.copyOf(problems);
    }

    public static ConfigMapData of(Manifest configMap) {
        var all = new TreeMap<String, byte[]>();
        var problems = new ArrayList<Problem>();
        texts(configMap, "data").forEach((key, text) -> all.put(key, text.getBytes(StandardCharsets.UTF_8)));
        texts(configMap, "binaryData").forEach((key, text) -> {
            try {
                all.put(key, Base64.getMimeDecoder().decode(text));
            } catch (IllegalArgumentException undecodable) {
                problems.add(new Problem(key, 0, "it is no base64"));
            }
        });
        return new ConfigMapData(all, problems);
    }

    private static Map<String, String> texts(Manifest configMap, String part) {
        var texts = new TreeMap<String, String>();
        configMap
                .tree()
                .at(part)
                .fields()
                .forEach((key, text) -> texts.put(
                        "ConfigMap " + configMap.namespace() + "/" + configMap.name() + " " + key,
                        new Tree(text).text()));
        return texts;
    }
}
