package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a browser, on a desk and on a phone: each view is used, read by axe, and photographed. */
@ExtendWith(RunningStack.class)
class PageIT {
    private static final CollectionName COLLECTION = new CollectionName("page");
    private static final long FIRST_SEED = 6_001;
    private static final String DESK = "desk";

    /** Search among these studies, and not among those of other tests. */
    private static final String OWN = "search?collection=" + COLLECTION;

    /** Between slices of these phantoms. */
    private static final int SLICE_MM = 12;

    private static Mirstream mirstream;
    private static Browser browser;
    private static String page;
    private static List<PhantomStudy> studies;
    private static Path files;

    @BeforeAll
    static void studiesAreIndexed(Mirstream running) {
        assumeTrue(Browser.isInstalled(), "no /usr/bin/chromium and /usr/bin/chromedriver: the page is not looked at");
        mirstream = running;
        browser = new Browser();
        page = mirstream.stack().serviceUrl(Service.QUERY) + "/";
        files = mirstream.folder("page");
        studies = Studies.phantoms(3, FIRST_SEED);
        studies.forEach(PageIT::publish);
        for (PhantomStudy study : studies) {
            assertThat(mirstream.awaitEnd(study.studyUid(), study.name()).state())
                    .isEqualTo(StudyState.INDEXED);
            await("previews of " + study.name())
                    .atMost(Mirstream.PATIENCE)
                    .until(() -> mirstream
                            .get(page + "v1/series/" + study.seriesUid() + "/previews")
                            .body()
                            .contains("coronal"));
        }
    }

    private static void publish(PhantomStudy study) {
        Path location = Studies.write(study, files);
        StudyEvent event = Studies.event(study.studyUid(), location, COLLECTION, study.report());
        mirstream.publish(StudyEventType.ARRIVED, event, study.name());
    }

    @AfterAll
    static void browserIsClosed() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void openOn(String screen, String view) {
        browser.theme("light");
        browser.size(screen.equals(DESK) ? 1280 : 390, screen.equals(DESK) ? 900 : 844);
        browser.open(page + "#/" + view);
    }

    /** What must hold of every view. */
    private static void isSound(String name) {
        isSoundButForRefusals(name);
        assertThat(browser.complaints()).as("console of " + name).isEmpty();
    }

    private static void isSoundButForRefusals(String name) {
        browser.screenshot(name);
        assertThat(browser.violations()).as("what axe says of " + name).isEmpty();
        assertThat(browser.isWiderThanItsWindow())
                .as(name + " scrolls sideways")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({DESK, "phone"})
    void series_is_searched_with_and_each_hit_says_why(String screen) {
        openOn(screen, OWN);
        browser.one("#series").sendKeys(studies.getFirst().seriesUid().value() + Keys.ENTER);

        WebElement strip = browser.one(".hit .strip svg");

        assertThat(strip.getDomAttribute("aria-label")).contains("feet to head", "Lowest", "highest");
        assertThat(browser.one(".hit .pairs").getText()).contains("yours at", "here");
        assertThat(browser.one(".hit").getLocation().getY())
                .as("the first hit is seen without scrolling")
                .isLessThan(600);
        awaitPictures();
        isSound("search-" + screen);
    }

    private static void awaitPictures() {
        await("pictures of hits")
                .until(() ->
                        (boolean) browser.script("return [...document.querySelectorAll('.thumbnail')].filter(one =>"
                                + " one.getBoundingClientRect().top < innerHeight).every(one => one.matches('.none') ||"
                                + " one.querySelector('canvas').width > 8)"));
    }

    @ParameterizedTest
    @CsvSource({DESK, "phone"})
    void hit_is_scrolled_in_step_with_the_series_that_was_searched_with(String screen) {
        openOn(screen, OWN + "&series=" + studies.getFirst().seriesUid());
        browser.one(".hit .actions a").click();
        browser.one(".pane:last-child .surface[data-slice]");
        browser.one(".pane:first-child .surface[data-slice]");
        isSound("slices-" + screen);
        boolean up = Math.min(above("first"), above("last")) >= Math.min(below("first"), below("last"));
        int query = millimetres("first");
        int hit = millimetres("last");

        browser.one(".pane:last-child .surface")
                .sendKeys(up ? Keys.ARROW_UP : Keys.ARROW_DOWN, up ? Keys.ARROW_UP : Keys.ARROW_DOWN);

        assertThat(millimetres("last") - hit)
                .as("where the hit was scrolled")
                .matches(moved -> moved > 0 == up && moved != 0);
        assertThat(millimetres("first") - query)
                .as("where the other was scrolled")
                .isNotZero()
                .isCloseTo(millimetres("last") - hit, within(SLICE_MM));
    }

    /** Slices between the one that is shown and the head. */
    private static int above(String pane) {
        return Integer.parseInt(slider(pane).getDomProperty("max")) - below(pane);
    }

    /** Slices between the one that is shown and the feet. */
    private static int below(String pane) {
        return Integer.parseInt(slider(pane).getDomProperty("value"));
    }

    private static WebElement slider(String pane) {
        return browser.one(".pane:" + pane + "-child input");
    }

    private static int millimetres(String pane) {
        String place = browser.one(".pane:" + pane + "-child .place").getText();
        return Integer.parseInt(place.split("[ \\u00a0]")[0].replace('\u2212', '-'));
    }

    @Test
    void window_is_changed_by_keys_and_by_hand() {
        openOn(DESK, "compare/" + studies.getFirst().seriesUid());
        browser.one(".surface[data-slice]").sendKeys("2");
        assertThat(browser.one("#level").getDomProperty("value")).isEqualTo("-600");
        assertThat(browser.one("[aria-pressed=true]").getText()).isEqualTo("Lung");

        browser.one(".surface").sendKeys("]");

        assertThat(browser.one("#width").getDomProperty("value")).isEqualTo("1520");
        assertThat(browser.count("[aria-pressed=true]")).isZero();
    }

    @Test
    void page_is_sound_in_the_dark() {
        openOn(DESK, OWN + "&series=" + studies.getFirst().seriesUid());
        browser.theme("dark");

        browser.one(".hit .strip svg");

        awaitPictures();
        isSound("search-dark");
    }

    @Test
    void words_are_searched_with() {
        openOn(DESK, OWN);
        browser.one("#text").sendKeys("two lesions in the liver" + Keys.ENTER);

        browser.one(".hit");

        assertThat(browser.one("#about").getText()).contains("words");
        isSound("search-words");
    }

    @Test
    void zip_is_dropped_and_its_like_are_found() throws IOException {
        openOn(DESK, OWN);
        browser.one("#drop");
        browser.script("document.body.insertAdjacentHTML('beforeend', '<input type=file id=given aria-label=given>')");
        browser.hidden("#given").sendKeys(zipped(studies.get(1)).toString());
        browser.script("""
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(document.getElementById('given').files[0]);
                document.getElementById('given').remove();
                document.getElementById('drop').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));""");

        browser.one(".hit");

        assertThat(found()).contains(uid(0), uid(2)).doesNotContain(uid(1)); // a query never finds itself
        isSound("search-drop");
    }

    /** The series of all hits. */
    private static List<String> found() {
        return ((List<?>) browser.script("return [...document.querySelectorAll('.hit .uid')].map(one => one.title)"))
                .stream().map(Object::toString).toList();
    }

    private static String uid(int study) {
        return studies.get(study).seriesUid().value();
    }

    private static Path zipped(PhantomStudy study) throws IOException {
        Path zip = files.resolve(study.name() + ".zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
                Stream<Path> images = Files.walk(files.resolve(study.name()))) {
            for (Path image : images.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(image.getFileName().toString()));
                Files.copy(image, out);
            }
        }
        return zip;
    }

    @Test
    void folder_is_chosen_on_a_phone_and_is_packed_by_the_page() {
        openOn("phone", OWN);
        browser.hidden("#folder").sendKeys(files.resolve(studies.get(2).name()).toString());

        browser.one(".hit");

        assertThat(found()).contains(uid(0), uid(1)).doesNotContain(uid(2));
        isSound("search-folder-phone");
    }

    @Test
    void refusal_is_told_in_words() throws IOException {
        openOn(DESK, OWN);
        Path noImage = Files.writeString(files.resolve("words.nii"), "no image");

        browser.hidden("#file").sendKeys(noImage.toString());

        assertThat(browser.one(".notice.bad").getText()).contains("Neither DICOM nor NIfTI", "NOT_DICOM");
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("422"));
        isSound("search-refused");
    }

    @ParameterizedTest
    @CsvSource({DESK, "phone"})
    void study_says_what_became_of_it_and_leads_to_its_like(String screen) {
        openOn(screen, "study/" + studies.getFirst().studyUid());

        browser.awaitText(".series .facts", "Spacing");

        assertThat(browser.one(".state").getText()).contains("Searchable");
        awaitPictures();
        isSound("study-" + screen);
        browser.one(".series .actions a").click();
        browser.one(".hit");
    }

    @ParameterizedTest
    @CsvSource({"desk, 6011", "phone, 6012"})
    void ingestion_is_seen_while_it_happens(String screen, long seed) {
        openOn(screen, "ingestion");
        browser.awaitText("#link", "Live");
        PhantomStudy study = Studies.phantom(seed);

        publish(study);

        String row = ".studies li:has(a[href$='" + study.studyUid() + "'])";
        browser.awaitText(row, "Searchable");
        assertThat(Integer.parseInt(
                        browser.one(".count:nth-child(3) dd").getText().replace(",", "")))
                .as("all that are searchable")
                .isGreaterThan(studies.size());
        isSound("ingestion-" + screen);
    }

    @ParameterizedTest
    @CsvSource({DESK, "phone"})
    void results_are_shown_or_that_there_are_none(String screen) {
        openOn(screen, "results");

        browser.one("main .notice, main table");

        isSound("results-" + screen);
    }

    @Test
    void evaluation_is_shown_by_organ_and_method_beside_what_it_must_beat() throws IOException {
        String id = "page-" + System.nanoTime();
        byte[] report = evaluation(id);
        mirstream.publish(new ProducerRecord<>(Topics.EVALUATIONS.name(), id.getBytes(StandardCharsets.UTF_8), report));
        await("evaluation " + id)
                .atMost(Mirstream.PATIENCE)
                .until(() -> mirstream.get(page + "v1/evaluations/" + id).statusCode() == 200);

        for (String screen : List.of(DESK, "phone")) {
            openOn(screen, "results/" + id);
            browser.one("section[aria-label=colon] .plot");
            browser.script("document.querySelectorAll('.organ details').forEach(one => { one.open = true; })");

            String colon = browser.one("section[aria-label=colon] table").getText();
            assertThat(colon).contains("slice-freq", "volume-avgpooling", " to ", "chance", "shortcut");
            assertThat(browser.one("section[aria-label=lung] table").getText()).contains("slice-freq");
            assertThat(browser.one(".whole a").getDomAttribute("href"))
                    .isEqualTo(mirstream.stack().serviceUrl(Service.EVAL) + "/v1/evaluations/" + id + "/report.html");
            isSound("evaluation-" + screen);
        }
    }

    /** Of a small benchmark. */
    private static byte[] evaluation(String id) throws IOException {
        try (InputStream small = PageIT.class.getResourceAsStream("/io/mirstream/eval/report/evaluation.json")) {
            ObjectNode report = (ObjectNode) Json.mapper().readTree(small);
            report.put("id", id).put("finished", Instant.now().toString());
            return Json.write(report);
        }
    }

    @Test
    void whole_report_of_an_evaluation_is_a_page() throws IOException {
        String id = "kept-" + System.nanoTime();
        Path folder = Files.createDirectories(mirstream.home().reports().resolve(id));
        Files.write(folder.resolve("report.json"), evaluation(id));

        browser.open(mirstream.stack().serviceUrl(Service.EVAL) + "/v1/evaluations/" + id + "/report.html");

        assertThat(browser.one("h1, h2").getText()).isNotBlank();
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("favicon.ico"));
    }

    @Test
    void each_filter_counts_what_fits_the_others() {
        String bodyPart = ofThisCollection().path(0).path("value").asText();
        openOn(DESK, OWN);
        browser.awaitText("#bodyPart", bodyPart + " (");

        browser.choose("#bodyPart", bodyPart);

        await("what the collection has of " + bodyPart)
                .atMost(Mirstream.PATIENCE)
                .until(() -> browser.one("#collection option:checked")
                        .getText()
                        .equals(COLLECTION + " ("
                                + ofThisCollection().path(0).path("series").asLong() + ")"));
        assertThat(browser.count("#bodyPart option"))
                .as("all, and the body parts that can be chosen instead")
                .isEqualTo(1 + ofThisCollection().size());
        isSound("search-facets");
    }

    /** Its body parts, the commonest first. */
    private static JsonNode ofThisCollection() {
        return Mirstream.json(mirstream.get(page + "v1/facets?collection=" + COLLECTION))
                .path("bodyParts");
    }

    @Test
    void key_is_asked_for_and_goes_with_every_request_of_the_tab() {
        CollectionName empty = new CollectionName("page-empty");
        try (GuardedQueryService guarded =
                new GuardedQueryService(mirstream, Map.of("alice-key", COLLECTION, "bob-key", empty))) {
            openOn(DESK, "search");
            browser.open(guarded.page());
            browser.awaitText("#access", "A key is needed");
            browser.one("#drop");
            isSoundButForRefusals("key-asked");

            useKey("mallory-key");
            browser.awaitText("#access", "not known here");
            isSoundButForRefusals("key-wrong");

            useKey("bob-key");
            browser.awaitText("#access", "bob-key, reader, of page-empty");
            browser.awaitText("#about", "There is nothing to search yet");
            isSoundButForRefusals("key-of-nothing");

            browser.one("#forget-key").click();
            browser.awaitText("#access", "A key is needed");
            useKey("alice-key");
            browser.awaitText("#access", "alice-key, reader, of page");
            browser.one("#series").sendKeys(uid(0) + Keys.ENTER);
            browser.one(".hit .strip svg");
            awaitPictures();
            assertThat(browser.complaints())
                    .as("of what was asked without a key")
                    .allMatch(complaint -> complaint.contains("401"));
            assertThat((boolean) browser.script("return document.querySelector('.thumbnail canvas').width > 8"))
                    .as("images come with the key")
                    .isTrue();
            isSound("key-right");
            browser.one("[data-view=ingestion]").click();
            browser.awaitText("#link", "Live");
            browser.one("[data-view=results]").click();
            browser.one("main .notice.note, main table");
            isSound("key-results");
            assertThat(browser.script(
                                    "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])")
                            .toString())
                    .doesNotContain("alice-key");
        }
    }

    private static void useKey(String key) {
        browser.one("#key").sendKeys(key + Keys.ENTER);
    }
}
