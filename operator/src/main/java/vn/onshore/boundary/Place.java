package vn.onshore.boundary;

/** Where something is. */
public sealed interface Place {

    /** At a site of the boundary. */
    record AtSite(String site) implements Place {}

    /**
     * Inside without a site, for every territory of the boundary: a registry that is listed without one, or a Service of
     * the cluster, which is judged where it stands.
     */
    record InBoundary() implements Place {}

    /** In a country, ISO 3166-1 alpha-2, by the word of the provider catalogue; no site of the boundary. */
    record InCountry(String country) implements Place {}

    /** Readable, but neither the boundary nor the catalogue lists it: outside, by default deny. */
    record Unlisted(String reason) implements Place {}

    /**
     * Read and understood, and it names no place by itself, such as the handle {@code vol-0a1b}: another field says where,
     * such as node affinity.
     */
    record Unsaid(String reason) implements Place {}

    /** Nobody here can read where it is. */
    record Unknown(String reason) implements Place {}
}
