package io.mirstream.eval.dataset;

import java.util.Collection;
import java.util.List;

/**
 * Something that a check found.
 *
 * @param where a pool's label, or a file's name
 * @param count how often
 * @param text one sentence
 * @param examples a few of them
 */
public record Finding(Severity severity, String code, String where, int count, String text, List<String> examples) {
    private static final int MAX_EXAMPLES = 5;

    /** Whether the dataset can be used. */
    public enum Severity {
        /** It can: this is how it was published, and what a reader of scores must know. */
        WARNING,
        /** It cannot. */
        ERROR
    }

    static Finding warning(String code, String where, int count, String text) {
        return new Finding(Severity.WARNING, code, where, count, text, List.of());
    }

    static Finding warning(String code, String where, String text, Collection<?> found) {
        return new Finding(Severity.WARNING, code, where, found.size(), text, examples(found));
    }

    static Finding error(String code, String where, String text, Collection<?> found) {
        return new Finding(Severity.ERROR, code, where, found.size(), text, examples(found));
    }

    private static List<String> examples(Collection<?> found) {
        return found.stream().limit(MAX_EXAMPLES).map(Object::toString).toList();
    }
}
