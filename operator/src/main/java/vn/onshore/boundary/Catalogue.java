package vn.onshore.boundary;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.onshore.manifest.JsonTree;
import vn.onshore.manifest.Tree;

/**
 * What is known of Vietnamese providers and of widespread storage drivers, shipped as data. Rows are the providers' own
 * words (evidence SelfDeclared), name single zones, regions and exact hosts, and anything without a row is outside.
 *
 * @param provinces names by code of Decision 19/2025/QD-TTg
 * @param places zones, regions and endpoints; a boundary may leave them out
 * @param drivers how drivers name places; this puts nothing inside by itself and always applies
 * @param providerIDs how node ids of widespread clouds name places; only to recognise what is foreign
 * @param digest SHA-256 of the whole, in hex
 */
public record Catalogue(
        Map<String, String> provinces,
        List<Row> places,
        List<DriverGrammar> drivers,
        List<Pattern> providerIDs,
        String digest) {
    private static final String RESOURCE = "catalogue.json";

    /** What a row speaks of. */
    public enum Kind {
        zone,
        region,
        endpoint
    }

    /**
     * A zone, region or host and where it is.
     *
     * @param region of a zone, as its provider calls it; empty if unknown
     * @param country ISO 3166-1 alpha-2
     * @param province code of Decision 19/2025/QD-TTg; empty if unknown or abroad
     * @param source where it was read, and {@code asOf} when (year and month)
     */
    public record Row(
            String provider,
            Kind kind,
            String match,
            String region,
            String country,
            String province,
            String source,
            String asOf) {

        Whereabouts whereabouts() {
            return Whereabouts.inCountry(
                    country,
                    "catalogue: " + provider + " " + kind + " " + match + " is in " + country + " (" + asOf + ")");
        }
    }

    public Catalogue {
        provinces = Map.copyOf(provinces);
        places = List.copyOf(places);
        drivers = List.copyOf(drivers);
        providerIDs = List.copyOf(providerIDs);
    }

    /** The catalogue that ships with this version. */
    public static Catalogue shipped() {
        return Shipped.CATALOGUE;
    }

    private static final class Shipped {
        static final Catalogue CATALOGUE = load();
    }

    private static Catalogue load() {
        try (var in = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE);
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return switch (JsonTree.parse(text, 1 << 20, 8)) {
                case JsonTree.Readable(var tree) -> of(tree);
                case JsonTree.Unreadable(var reason) -> throw new IllegalStateException(RESOURCE + ": " + reason);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Catalogue of(Tree tree) {
        return new Catalogue(
                new LinkedHashMap<>(tree.at("provinces").textFields()),
                tree.at("places").items().stream().map(Catalogue::row).toList(),
                tree.at("drivers").items().stream().map(Catalogue::driver).toList(),
                tree.at("providerIDs").items().stream()
                        .map(id -> Pattern.compile(id.at("pattern").text()))
                        .toList(),
                Digest.sha256(JsonTree.canonical(tree.value())));
    }

    private static Row row(Tree row) {
        return new Row(
                row.at("provider").text(),
                Kind.valueOf(row.at("kind").text()),
                row.at("match").text(),
                row.at("region").text(),
                row.at("country").text(),
                row.at("province").text(),
                row.at("source").text(),
                row.at("asOf").text());
    }

    private static DriverGrammar driver(Tree driver) {
        var parameters = new LinkedHashMap<String, DriverGrammar.Reading>();
        driver.at("parameters")
                .textFields()
                .forEach((key, reading) -> parameters.put(key, DriverGrammar.reading(reading)));
        return new DriverGrammar(
                driver.at("name").text(),
                driver.at("topologyKeys").texts(),
                parameters,
                driver.at("handles").texts().stream().map(Pattern::compile).toList());
    }
}
