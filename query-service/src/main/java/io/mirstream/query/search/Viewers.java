package io.mirstream.query.search;

import io.mirstream.query.search.SearchResult.Hit;
import io.mirstream.query.search.SearchResult.Link;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that show a series, and how a link to one of them is made. */
public final class Viewers {
    /** What a browser may be sent to: {@code javascript:} and the like would run in the page. */
    private static final Set<String> SCHEMES = Set.of("http", "https", "weasis");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final String STUDY = "studyUid";
    private static final String SERIES = "seriesUid";

    private final Map<String, String> templates;

    private Viewers(Map<String, String> templates) {
        this.templates = templates;
    }

    /**
     * @param templates by the viewer's name: URLs with {@code {studyUid}} and {@code {seriesUid}}
     * @throws IllegalArgumentException for a template that makes no URL, or one of another scheme
     */
    public static Viewers of(Map<String, String> templates) {
        templates.forEach(Viewers::check);
        return new Viewers(new TreeMap<>(templates));
    }

    private static void check(String name, String template) {
        String setting = "mirstream.query.viewers." + name + ".url";
        Matcher placeholder = PLACEHOLDER.matcher(template);
        while (placeholder.find()) {
            if (!Set.of(STUDY, SERIES).contains(placeholder.group(1))) {
                throw new IllegalArgumentException(
                        setting + " may have {studyUid} and {seriesUid}, and not " + placeholder.group());
            }
        }
        try {
            String scheme = new URI(filled(template, "1.2", "1.2")).getScheme();
            if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(setting + " must begin with http:, https: or weasis:");
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(setting + " is no URL: encode what must not stand in one", e);
        }
    }

    private static String filled(String template, String study, String series) {
        return template.replace("{" + STUDY + "}", encoded(study)).replace("{" + SERIES + "}", encoded(series));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The same answer, in which each hit has a link to each viewer, in the order of their names. */
    public SearchResult linked(SearchResult result) {
        if (templates.isEmpty()) {
            return result;
        }
        return result.with(result.hits().stream().map(this::linked).toList());
    }

    private Hit linked(Hit hit) {
        List<Link> links = templates.entrySet().stream()
                .map(viewer -> new Link(
                        viewer.getKey(),
                        filled(
                                viewer.getValue(),
                                hit.studyInstanceUid().value(),
                                hit.seriesInstanceUid().value())))
                .toList();
        return hit.with(links);
    }
}
