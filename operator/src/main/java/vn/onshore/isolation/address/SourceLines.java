package vn.onshore.isolation.address;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.onshore.boundary.Cidr;
import vn.onshore.boundary.IpAddress;
import vn.onshore.isolation.model.AddressRange;
import vn.onshore.isolation.model.AddressSet;
import vn.onshore.manifest.Problem;
import vn.onshore.manifest.Quoted;

/** What the lines of one source add up to. */
final class SourceLines {
    private static final Set<String> IN_USE = Set.of("allocated", "assigned");
    private static final Set<String> TYPES = Set.of("asn", "ipv4", "ipv6");
    private static final String DATE = "date:";
    private static final String SERIAL = "serial:";
    private static final String REGISTRIES = "registries:";
    /** The byte order mark, a character for each of its bytes. */
    private static final String MARK = "\u00ef\u00bb\u00bf";

    private final String name;
    private final String country;
    private final AddressSet asked;
    private final List<AddressRange> ranges = new ArrayList<>();
    private final List<DelegatedRecord> foreign = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> incomplete = new ArrayList<>();
    private final Map<String, Long> promised = new TreeMap<>();
    private final Map<String, Long> seen = new TreeMap<>();
    private final Set<Registry> registries = EnumSet.noneOf(Registry.class);
    private String serial = "";
    private @Nullable LocalDate date;
    private long unusable;
    private int line;

    SourceLines(String name, String country, AddressSet asked) {
        this.name = name;
        this.country = country;
        this.asked = asked;
    }

    void add(String text) {
        line++;
        if (text.length() > SourceReader.LONGEST_LINE) {
            unusable("the line is longer than " + SourceReader.LONGEST_LINE + " characters");
            return;
        }
        var unmarked = line == 1 && text.startsWith(MARK) ? text.substring(MARK.length()) : text;
        var comment = unmarked.indexOf('#');
        var said = (comment < 0 ? unmarked : unmarked.substring(0, comment)).strip();
        if (comment >= 0) {
            comment(unmarked.substring(comment + 1).strip());
        }
        if (said.isEmpty()) {
            return;
        }
        if (said.indexOf('|') < 0) {
            cidr(said);
        } else {
            delegated(said.split("\\|", -1));
        }
    }

    /** Says that there was more. */
    void cut(String sentence) {
        incomplete.add(sentence);
    }

    /** A list of CIDRs has no header: what one would say stands in comments, as {@link AddressList} writes them. */
    private void comment(String comment) {
        if (comment.startsWith(DATE)) {
            date = date(comment.substring(DATE.length()).strip(), DateTimeFormatter.ISO_LOCAL_DATE)
                    .orElse(date);
        } else if (comment.startsWith(SERIAL)) {
            serial = Quoted.shortened(comment.substring(SERIAL.length()).strip());
        } else if (comment.startsWith(REGISTRIES)) {
            for (var registry : comment.substring(REGISTRIES.length()).split(",")) {
                registries.addAll(Registry.named(registry.strip()));
            }
        }
    }

    private void cidr(String said) {
        var range = said.indexOf('/') < 0
                ? IpAddress.parse(said).map(address -> new AddressRange(address, address))
                : Cidr.parse(said).map(AddressRange::of);
        range.ifPresentOrElse(ranges::add, () -> unusable("it is no CIDR without host bits, and no record"));
    }

    private void delegated(String[] fields) {
        if (fields.length >= 7 && (fields[0].equals("2") || fields[0].startsWith("2."))) {
            header(fields);
        } else if (fields.length >= 6 && fields[5].equals("summary")) {
            promised.merge(fields[2], Math.max(0, DelegatedRecord.number(fields[4])), Long::sum);
        } else if (fields.length >= 7 && TYPES.contains(fields[2])) {
            record(fields);
        } else {
            unusable("it is no header, no summary and no record of registry|cc|type|start|value|date|status");
        }
    }

    /** {@code version|registry|serial|records|startdate|enddate|UTC offset}. */
    private void header(String[] fields) {
        registries.addAll(Registry.named(fields[1]));
        if (registries.isEmpty()) {
            unusable("the header names no registry that is known: " + Quoted.shortened(fields[1]));
        }
        serial = Quoted.shortened(fields[2]);
        promised.merge("", Math.max(0, DelegatedRecord.number(fields[3])), Long::sum);
        date = date(fields[5], DateTimeFormatter.BASIC_ISO_DATE).orElse(date);
    }

    private void record(String[] fields) {
        seen.merge(fields[2], 1L, Long::sum);
        if (fields[2].equals("asn") || !IN_USE.contains(fields[6])) {
            return;
        }
        var range = DelegatedRecord.range(fields[2], fields[3], fields[4]);
        if (range.isEmpty()) {
            unusable("start and value make no range of " + fields[2] + " addresses");
        } else if (fields[1].equalsIgnoreCase(country)) {
            ranges.add(range.get());
        } else if (foreign.size() < AddressSource.MOST_FOREIGN && asked.intersects(AddressSet.of(range.get()))) {
            foreign.add(new DelegatedRecord(Quoted.shortened(fields[0]), Quoted.shortened(fields[1]), range.get()));
        }
    }

    private void unusable(String sentence) {
        unusable++;
        if (problems.size() < AddressSource.MOST_PROBLEMS) {
            problems.add(new Problem(name, line, sentence));
        }
    }

    private static Optional<LocalDate> date(String text, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDate.parse(text, format));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    AddressSource source(String sha256) {
        promised.forEach((type, count) -> {
            var found = type.isEmpty()
                    ? seen.values().stream().mapToLong(Long::longValue).sum()
                    : seen.getOrDefault(type, 0L);
            if (found != count) {
                incomplete.add("it says " + count + (type.isEmpty() ? "" : " " + Quoted.shortened(type))
                        + " records, and has " + found);
            }
        });
        return new AddressSource(
                name, registries, serial, date, sha256, AddressSet.of(ranges), foreign, incomplete, problems, unusable);
    }
}
