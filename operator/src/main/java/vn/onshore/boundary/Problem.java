package vn.onshore.boundary;

/**
 * Why a resource cannot be used.
 *
 * @param field path of the field, such as {@code spec.sites[1].cidrs[0]}
 * @param sentence what is wrong and what to do
 */
public record Problem(String field, String sentence) {
    /** As it stands in conditions: field, colon, sentence. */
    @Override
    public String toString() {
        return field + ": " + sentence;
    }
}
