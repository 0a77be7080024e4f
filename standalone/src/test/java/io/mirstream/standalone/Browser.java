package io.mirstream.standalone;

import static org.awaitility.Awaitility.await;

import io.mirstream.standalone.stack.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a screen. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final Path screenshots;
    private final String axe;

    Browser() {
        ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toString());
        options.addArguments(
                "--headless=new", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--lang=en");
        if (System.getProperty("user.name").equals("root")) {
            options.addArguments("--no-sandbox"); // which root cannot have, as in a container
        }
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.WARNING);
        options.setCapability("goog:loggingPrefs", logging);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            screenshots =
                    Files.createDirectories(Distribution.find().checkout().resolve("standalone/target/screenshots"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** @param theme dark or light, as the system has it */
    void theme(String theme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** A page of its own, with nothing left of the one before. */
    void open(String url) {
        driver.get("about:blank");
        driver.get(url);
    }

    WebElement one(String css) {
        return await(css)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> driver.findElement(By.cssSelector(css)), WebElement::isDisplayed);
    }

    /** One that may be out of sight, as inputs of files are. */
    WebElement hidden(String css) {
        return await(css)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> driver.findElement(By.cssSelector(css)), found -> true);
    }

    /** Another option of a list, as by hand. */
    void choose(String css, String value) {
        script(
                "const [list, value] = arguments; list.value = value;"
                        + " list.dispatchEvent(new Event('change', { bubbles: true }));",
                one(css),
                value);
    }

    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    void awaitText(String css, String text) {
        await(css + " says " + text)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> driver.findElements(By.cssSelector(css)).stream()
                        .anyMatch(found -> found.getText().contains(text)));
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    boolean isWiderThanItsWindow() {
        return (boolean) script("return document.documentElement.scrollWidth > innerWidth");
    }

    /** Serious and critical ones, by axe. */
    List<?> violations() {
        script(axe);
        return (List<?>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(violations
                  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                  .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)));""");
    }

    /** What the console has complained of since it was asked last. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    void screenshot(String name) {
        try {
            Files.write(screenshots.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
