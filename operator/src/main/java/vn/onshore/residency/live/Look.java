package vn.onshore.residency.live;

import java.util.Map;

/**
 * What a policy knows of the whole cluster.
 *
 * @param sweep the last one that looked for this policy; {@link Sweep.Result#NONE} before the first
 * @param outdated rules that have to be judged anew by the next sweep, because what they were judged by has changed since,
 *     each with the reason
 */
public record Look(Sweep.Result sweep, Map<String, String> outdated) {
    public static final Look NONE = new Look(Sweep.Result.NONE, Map.of());

    public Look {
        outdated = Map.copyOf(outdated);
    }
}
