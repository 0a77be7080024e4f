package io.mirstream.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.service.access.Permissions.Door;
import io.mirstream.service.access.Permissions.Needs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /index.html",
        "GET, /page/main.js",
        "GET, /page/page.css",
        "GET, /q/health",
        "GET, /q/health/ready",
        "GET, /q/metrics",
        "GET, /q/openapi",
        "GET, /q/swagger-ui",
        "GET, /q/swagger-ui/swagger-ui.css"
    })
    void page_health_metrics_and_description_are_open(String method, String path) {
        assertThat(Permissions.of(method, path).door()).isEqualTo(Door.OPEN);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/search, READER",
        "POST, /v1/search/next, READER",
        "GET, /v1/collections, READER INGEST",
        "GET, /v1/facets, READER",
        "GET, /v1/studies/1.2.3/series, READER",
        "GET, /v1/studies, READER INGEST",
        "GET, /v1/studies/1.2.3, READER INGEST",
        "GET, /v1/ingestion/events, READER INGEST",
        "GET, /v1/studies/1.2.3/preview, READER",
        "GET, /v1/series/1.2.3/preview, READER",
        "POST, /v1/studies, INGEST",
        "DELETE, /v1/studies/1.2.3, INGEST",
        "POST, /v1/models/0123456789abcdef/promote, ADMIN",
        "GET, /v1/models, READER ADMIN SERVICE",
        "GET, /v1/model, READER ADMIN SERVICE",
        "GET, /v1/evaluations, READER",
        "GET, /v1/evaluations/small-1/report.html, READER",
        "DELETE, /v1/evaluations/small-1, ADMIN",
        "POST, /v1/embed, SERVICE"
    })
    void request_needs_one_of_the_roles_of_the_table(String method, String path, String roles) {
        Needs needs = Permissions.of(method, path);

        assertThat(needs.door()).isEqualTo(Door.ROLE);
        assertThat(needs.anyOf()).extracting(Role::name).containsExactlyInAnyOrder(roles.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/search",
        "DELETE, /v1/collections",
        "POST, /",
        "OPTIONS, /v1/search",
        "GET, /v1",
        "GET, /v2/search",
        "GET, //v1/search",
        "GET, /V1/search",
        "GET, /v1;a=b/collections",
        "GET, /page/main.js;x",
        "GET, /q/health;x",
        "GET, /q/dev",
        "GET, /q/health/../../v1/collections",
        "GET, /secret.yaml",
        "GET, /page/main.js/more",
        "GET, /page/page/main.js",
        "GET, /other/main.js"
    })
    void what_is_not_in_the_table_is_for_administrators(String method, String path) {
        Needs needs = Permissions.of(method, path);

        assertThat(needs.door()).isEqualTo(Door.ROLE);
        assertThat(needs.anyOf()).containsExactly(Role.ADMIN);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/search, SEARCH",
        "GET, /v1/studies/1.2.3, READ",
        "GET, /v1/collections, READ",
        "POST, /v1/studies, PUBLISH",
        "DELETE, /v1/studies/1.2.3, RETRACT",
        "POST, /v1/models/0123456789abcdef/promote, ADMINISTER"
    })
    void what_reads_or_changes_study_data_is_audited(String method, String path, String operation) {
        assertThat(Permissions.of(method, path).audited()).map(Enum::name).contains(operation);
    }
}
