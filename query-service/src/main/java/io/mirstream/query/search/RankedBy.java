package io.mirstream.query.search;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pooling;

/** One way to rank series, with all that belongs to it; two of them make a hybrid. */
public sealed interface RankedBy {
    /** {@code volume-avg}. */
    record Volume(Pooling pooling) implements RankedBy {
        @Override
        public String wireName() {
            return "volume-" + pooling.wireName();
        }
    }

    /** {@code volume-avg+text}: an image and a text together, as one vector. */
    record VolumeAndText(Pooling pooling, double textWeight) implements RankedBy {
        @Override
        public String wireName() {
            return "volume-" + pooling.wireName() + "+text";
        }
    }

    /** {@code slice-freq}. */
    record Slice(Ranking ranking) implements RankedBy {
        @Override
        public String wireName() {
            return "slice-" + ranking.wireName();
        }
    }

    /** {@code late-interaction}. */
    record Late() implements RankedBy {
        @Override
        public String wireName() {
            return "late-interaction";
        }
    }

    /** {@code text-report}. */
    record Text(TextTarget target) implements RankedBy {
        @Override
        public String wireName() {
            return "text-" + target.wireName();
        }
    }

    @JsonValue
    String wireName();

    /** Whether it compares a text; without one beside it, the report of the series that is searched with. */
    default boolean needsText() {
        return this instanceof Text || this instanceof VolumeAndText;
    }

    default boolean needsImage() {
        return !(this instanceof Text);
    }

    @JsonCreator
    static RankedBy ofWireName(String name) {
        int dash = name.indexOf('-');
        String method = dash < 0 ? name : name.substring(0, dash);
        String variant = dash < 0 ? "" : name.substring(dash + 1);
        return switch (method) {
            case "volume" -> new Volume(Pooling.ofWireName(variant));
            case "slice" -> new Slice(Ranking.ofWireName(variant));
            case "text" -> new Text(TextTarget.ofWireName(variant));
            default -> {
                if (!name.equals("late-interaction")) {
                    throw new CodedException(
                            ErrorCode.QUERY_INVALID,
                            "a list is one of volume-POOLING, slice-RANKING, late-interaction, text-TARGET");
                }
                yield new Late();
            }
        };
    }
}
