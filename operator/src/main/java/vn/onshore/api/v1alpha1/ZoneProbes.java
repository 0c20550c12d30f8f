package vn.onshore.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Real connections, again and again. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.every) || duration(self.every) >= duration('5m') && duration(self.every) <= duration('24h')",
        message = "every is below 5m or above 24h; write it as 30m or 2h")
@ValidationRule(
        value = "!has(self.outside) || self.outside.all(o, int(o.substring(o.lastIndexOf(':') + 1)) <= 65535)",
        message = "outside: a port is above 65535; use 1 to 65535, such as 203.0.113.7:443")
public record ZoneProbes(
        @Default("1h")
        @Pattern("^[1-9][0-9]{0,3}[mh]$")
        @Size(min = 2, max = 5)
        @JsonPropertyDescription("Time from one round to the next, such as 30m or 2h; 5m to 24h.")
        String every,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Addresses outside the cluster on which something is known to listen. Each zone tries them, and is to"
                        + " reach only what it may.")
        List<
                        @Pattern("^([0-9]{1,3}([.][0-9]{1,3}){3}|\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\]):[1-9][0-9]{0,4}$")
                        @Size(min = 9, max = 53) String>
                outside) {

    public ZoneProbes {
        every = every == null ? "1h" : every;
        outside = Lists.orEmpty(outside);
    }
}
