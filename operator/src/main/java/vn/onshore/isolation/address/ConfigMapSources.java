package vn.onshore.isolation.address;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;
import vn.onshore.manifest.Tree;

/**
 * Every key of a ConfigMap as a source. A ConfigMap takes 1 MiB, so that what is longer stands as gzip in {@code
 * binaryData}, or in several ConfigMaps.
 */
public final class ConfigMapSources {
    private ConfigMapSources() {}

    /** @param problems keys that cannot be read at all */
    public record Reading(List<AddressSource> sources, List<Problem> problems) {
        public Reading {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }

    public static Reading read(Manifest configMap, String country, AddressSet asked) {
        var reader = new SourceReader(country, asked);
        var sources = new ArrayList<AddressSource>();
        var problems = new ArrayList<Problem>();
        bytes(configMap, problems).forEach((key, bytes) -> {
            try {
                sources.add(reader.read(name(configMap, key), new ByteArrayInputStream(bytes)));
            } catch (IOException unreadable) {
                problems.add(new Problem(name(configMap, key), 0, "it begins as gzip and is none"));
            }
        });
        return new Reading(sources, problems);
    }

    private static Map<String, byte[]> bytes(Manifest configMap, List<Problem> problems) {
        var all = new TreeMap<String, byte[]>();
        configMap
                .tree()
                .at("data")
                .fields()
                .forEach((key, text) -> all.put(key, new Tree(text).text().getBytes(StandardCharsets.UTF_8)));
        configMap.tree().at("binaryData").fields().forEach((key, text) -> {
            try {
                all.put(key, Base64.getMimeDecoder().decode(new Tree(text).text()));
            } catch (IllegalArgumentException undecodable) {
                problems.add(new Problem(name(configMap, key), 0, "it is no base64"));
            }
        });
        return all;
    }

    private static String name(Manifest configMap, String key) {
        return "ConfigMap " + configMap.namespace() + "/" + configMap.name() + " " + key;
    }
}
