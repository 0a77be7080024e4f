package io.mirstream.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class RenderingsTest {
    private static final Report REPORT = SmallReplay.report();
    private static final String HOSTILE = "</style><script>alert('1')</script> & \"x\" | `y` \u0001";

    @Test
    void page_is_well_formed_and_loads_and_runs_nothing() throws Exception {
        String html = HtmlReport.of(REPORT);

        Document page = parsed(html);

        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "link")).isEmpty();
        assertThat(elements(page, "img")).isEmpty();
        assertThat(elements(page, "a"))
                .allSatisfy(link -> assertThat(link.getAttribute("href")).startsWith("#"));
        assertThat(html).doesNotContain("url(", "@import", "http");
    }

    @Test
    void page_can_be_read_without_seeing_it() throws Exception {
        Document page = parsed(HtmlReport.of(REPORT));

        assertThat(elements(page, "svg")).isNotEmpty().allSatisfy(plot -> {
            assertThat(plot.getAttribute("role")).isEqualTo("img");
            assertThat(plot.getAttribute("aria-label")).isNotBlank();
        });
        assertThat(elements(page, "th"))
                .allSatisfy(header -> assertThat(header.getAttribute("scope")).isIn("row", "col"));
        assertThat(elements(page, "table"))
                .allSatisfy(table -> assertThat(
                                table.getElementsByTagName("caption").getLength())
                        .isOne());
        assertThat(elements(page, "svg").getFirst().getAttribute("aria-label"))
                .isEqualTo("Colon, Stage P@3, queries with a lesion: slice-freq 0.50 from 0.33 to 0.67;"
                        + " volume-avgpooling 0.33 from 0.33 to 0.33; same source 0.50; chance 0.30");
    }

    @Test
    void hits_are_told_in_words_not_in_colour_alone() throws Exception {
        Document page = parsed(HtmlReport.of(REPORT));

        assertThat(elements(page, "td"))
                .filteredOn(cell -> List.of("stage", "flag", "miss").contains(cell.getAttribute("class")))
                .isNotEmpty()
                .allSatisfy(cell -> assertThat(cell.getTextContent()).startsWith(cell.getAttribute("class")));
    }

    @Test
    void volumes_that_were_kept_are_shown_by_whoever_has_their_previews() throws Exception {
        Report kept = SmallReplay.keeping("c1", "1.2.3");

        Document page = parsed(HtmlReport.of(kept, Optional.of("http://query:8080")));

        assertThat(elements(page, "img")).isNotEmpty().allSatisfy(image -> {
            assertThat(image.getAttribute("src")).isEqualTo("http://query:8080/v1/series/1.2.3/previews/coronal");
            assertThat(image.getAttribute("alt")).isEqualTo("no preview");
            assertThat(image.getParentNode().getTextContent()).isEqualTo("c1");
            assertThat(((Element) image.getParentNode()).getAttribute("href")).isEqualTo(image.getAttribute("src"));
        });
        assertThat(elements(parsed(HtmlReport.of(kept, Optional.of(""))), "img"))
                .extracting(image -> image.getAttribute("src"))
                .containsOnly("/v1/series/1.2.3/previews/coronal");
        assertThat(elements(parsed(HtmlReport.of(kept)), "img")).isEmpty();
        assertThat(elements(parsed(HtmlReport.of(REPORT, Optional.of("http://query:8080"))), "img"))
                .isEmpty();
    }

    @Test
    void what_somebody_named_a_dataset_is_text_everywhere() throws Exception {
        Report report = named(HOSTILE);

        Document page = parsed(HtmlReport.of(report));
        String markdown = MarkdownReport.of(report);

        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "dd").getFirst().getTextContent())
                .isEqualTo("</style><script>alert('1')</script> & \"x\" | `y` \uFFFD");
        assertThat(markdown).contains("\\</style\\>\\<script\\>alert('1')\\</script\\> \\& \"x\" \\| \\`y\\`");
    }

    @Test
    void markdown_has_each_method_above_what_it_must_beat() {
        assertThat(MarkdownReport.of(REPORT).lines())
                .containsSubsequence(
                        "## colon, own gallery",
                        "3 queries among 5 volumes.",
                        "| method | Stage P@3 | Flag P@3 | Stage P@10 | Stage AP | Stage nDCG@10 | Stage recall@10 | Stage"
                                + " MRR |")
                .anyMatch(line -> line.startsWith("| slice-freq | 0.500 [0.333, 0.667] | 0.667 [0.667, 0.667] |"))
                .anyMatch(line -> line.startsWith("| *chance* | 0.300 | 0.533 | 0.300 |"))
                .anyMatch(line -> line.startsWith("| *same source* | 0.500 | 0.889 |"))
                .contains("12 volumes with 480 slices: 3.00 volumes/s, 120 slices/s. A volume was searchable after"
                        + " 200 ms (median), 290 ms (95 %).")
                .contains("| slice-freq | 3 | 30 | 39 |");
    }

    @Test
    void junit_has_a_test_case_a_method_and_fails_where_the_gate_does() throws Exception {
        Report worse = SmallReplay.worse();

        Document ungated = parsed(JunitReport.of(worse, Optional.empty()));
        Document gated = parsed(JunitReport.of(worse, Optional.of(Gate.judge(worse, REPORT))));

        assertThat(elements(ungated, "testcase"))
                .extracting(each -> each.getAttribute("classname") + " " + each.getAttribute("name"))
                .containsExactly(
                        "own.colon slice-freq",
                        "own.colon volume-avgpooling",
                        "own.lung slice-freq",
                        "pooled.colon slice-freq");
        assertThat(elements(ungated, "failure")).isEmpty();
        assertThat(elements(gated, "failure"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getTextContent())
                        .contains("own colon slice-freq: tumor_stage_p@3 of lesions queries fell from 0.500 to 0.000"));
        assertThat(elements(gated, "testsuite").getFirst().getAttribute("failures"))
                .isEqualTo("1");
    }

    private static Report named(String dataset) {
        return new Report(
                REPORT.version(),
                REPORT.id(),
                dataset,
                REPORT.model(),
                REPORT.started(),
                REPORT.finished(),
                REPORT.intervals(),
                REPORT.pools(),
                REPORT.speed());
    }

    private static Document parsed(String text) throws ParserConfigurationException, IOException, SAXException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList found = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
