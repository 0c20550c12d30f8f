package vn.onshore.isolation.address;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import vn.onshore.manifest.Manifest;

/** Sources as lists of CIDRs that {@link SourceReader} reads again, without what they say of other countries. */
public final class AddressList {
    /** What a ConfigMap may hold, less what its metadata need. */
    private static final int MOST_PLAIN = 900 * 1024;

    private AddressList() {}

    /** One source: where it is from in comments, then the fewest CIDRs that make it up. */
    public static String text(AddressSource source) {
        var text = new StringBuilder("# registered, not located: from ")
                .append(source.name())
                .append('\n');
        text.append("# sha256: ").append(source.sha256()).append('\n');
        if (!source.registries().isEmpty()) {
            text.append("# registries: ")
                    .append(String.join(
                            ", ",
                            new TreeSet<>(source.registries())
                                    .stream().map(Registry::toString).toList()))
                    .append('\n');
        }
        if (!source.serial().isEmpty()) {
            text.append("# serial: ").append(source.serial()).append('\n');
        }
        if (source.date() != null) {
            text.append("# date: ").append(source.date()).append('\n');
        }
        source.addresses().cidrs().forEach(cidr -> text.append(cidr).append('\n'));
        return text.toString();
    }

    /** A ConfigMap with a key for each source; as gzip if it would be too long for one. */
    public static Manifest configMap(String namespace, String name, OnshoreAddresses addresses) {
        var texts = new LinkedHashMap<String, String>();
        for (var source : addresses.sources()) {
            texts.put(key(source, texts.size()), text(source));
        }
        var plain = texts.values().stream().mapToInt(String::length).sum() <= MOST_PLAIN;
        var data = new LinkedHashMap<String, Object>();
        texts.forEach((key, text) -> data.put(plain ? key : key + ".gz", plain ? text : packed(text)));
        var object = new LinkedHashMap<String, Object>();
        object.put("apiVersion", "v1");
        object.put("kind", "ConfigMap");
        object.put("metadata", Map.of("name", name, "namespace", namespace));
        object.put(plain ? "data" : "binaryData", data);
        return Manifest.of(object);
    }

    /** The end of the source's name, as far as a key may have its characters; numbered, so that none is another's. */
    private static String key(AddressSource source, int index) {
        var tail = source.name().substring(source.name().lastIndexOf('/') + 1).replaceAll("[^-._a-zA-Z0-9]", "-");
        return index + "-" + (tail.length() <= 100 ? tail : tail.substring(0, 100)) + ".txt";
    }

    private static String packed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail to be written", impossible);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
