package vn.onshore.isolation.address;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.ConfigMapData;
import vn.onshore.manifest.Manifest;
import vn.onshore.manifest.Problem;

/** Every key of a ConfigMap as a source. */
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
        var data = ConfigMapData.of(configMap);
        problems.addAll(data.problems());
        data.byName().forEach((name, bytes) -> {
            try {
                sources.add(reader.read(name, new ByteArrayInputStream(bytes)));
            } catch (IOException unreadable) {
                problems.add(new Problem(name, 0, "it begins as gzip and is none"));
            }
        });
        return new Reading(sources, problems);
    }
}
