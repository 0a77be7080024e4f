package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
        }
    }

    private static void publish(PhantomStudy study) {
        Path location = Studies.write(study, files);
        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study.studyUid(), location, COLLECTION), study.name());
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
        browser.screenshot(name);
        assertThat(browser.violations()).as("what axe says of " + name).isEmpty();
        assertThat(browser.isWiderThanItsWindow())
                .as(name + " scrolls sideways")
                .isFalse();
        assertThat(browser.complaints()).as("console of " + name).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({DESK, "phone"})
    void series_is_searched_with_and_each_hit_says_why(String screen) {
        openOn(screen, "search");
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

    @Test
    void page_is_sound_in_the_dark() {
        openOn(DESK, "search?series=" + studies.getFirst().seriesUid());
        browser.theme("dark");

        browser.one(".hit .strip svg");

        awaitPictures();
        isSound("search-dark");
    }

    @Test
    void words_are_searched_with() {
        openOn(DESK, "search");
        browser.one("#text").sendKeys("two lesions in the liver" + Keys.ENTER);

        browser.one(".hit");

        assertThat(browser.one("#about").getText()).contains("words");
        isSound("search-words");
    }

    @Test
    void zip_is_dropped_and_its_like_are_found() throws IOException {
        openOn(DESK, "search");
        browser.one("#drop");
        browser.script("document.body.insertAdjacentHTML('beforeend', '<input type=file id=given aria-label=given>')");
        browser.hidden("#given").sendKeys(zipped(studies.get(1)).toString());
        browser.script("""
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(document.getElementById('given').files[0]);
                document.getElementById('given').remove();
                document.getElementById('drop').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));""");

        browser.one(".hit");

        assertThat(browser.one(".hit .uid").getDomAttribute("title"))
                .as("the series itself is in the index")
                .isEqualTo(studies.get(1).seriesUid().value());
        isSound("search-drop");
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
        openOn("phone", "search");
        browser.hidden("#folder").sendKeys(files.resolve(studies.get(2).name()).toString());

        browser.one(".hit");

        assertThat(browser.one(".hit .uid").getDomAttribute("title"))
                .isEqualTo(studies.get(2).seriesUid().value());
        isSound("search-folder-phone");
    }

    @Test
    void refusal_is_told_in_words() throws IOException {
        openOn(DESK, "search");
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
        isSound("ingestion-" + screen);
    }

    @ParameterizedTest
    @CsvSource({DESK, "phone"})
    void results_are_shown_or_that_there_are_none(String screen) {
        openOn(screen, "results");

        browser.one("main .notice, main table");

        isSound("results-" + screen);
    }
}
