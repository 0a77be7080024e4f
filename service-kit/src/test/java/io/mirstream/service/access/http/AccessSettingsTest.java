package io.mirstream.service.access.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.service.access.Caller;
import io.mirstream.service.access.Role;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {
    private static final Map<String, String> KEY = Map.of(
            "mirstream.access.enabled", "true",
            "mirstream.access.keys.alice.sha256", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "mirstream.access.keys.alice.roles", "reader",
            "mirstream.access.keys.alice.collections", "clinical");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void access_may_be_off_on_loopback(String host) {
        assertThat(access(Map.of(), host).isOn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void service_that_others_reach_does_not_start_with_access_off(String host) {
        assertInvalid(Map.of(), host);
    }

    @Test
    void service_that_others_reach_starts_with_access_on() {
        Access access = access(KEY, "0.0.0.0");

        assertThat(access.isOn()).isTrue();
        assertThat(access.byKey("secret")).map(Caller::name).contains("alice");
        assertThat(access.byKey("other")).isEmpty();
    }

    @Test
    void access_that_nobody_could_have_is_invalid() {
        assertInvalid(Map.of("mirstream.access.enabled", "true"), "127.0.0.1");
        assertInvalid(Map.of("mirstream.access.enabled", "true", "mirstream.access.oidc.enabled", "true"), "127.0.0.1");
    }

    @Test
    void wrong_role_collection_or_hash_is_invalid() {
        assertInvalid(with("mirstream.access.keys.alice.roles", "root"), "127.0.0.1");
        assertInvalid(with("mirstream.access.keys.alice.collections", "No Such"), "127.0.0.1");
        assertInvalid(with("mirstream.access.keys.alice.sha256", "secret"), "127.0.0.1");
    }

    @Test
    void roles_of_a_token_add_up_and_those_without_a_grant_give_nothing() {
        Access access = access(
                Map.of(
                        "mirstream.access.enabled", "true",
                        "mirstream.access.oidc.enabled", "true",
                        "mirstream.access.oidc.grants.ct.roles", "reader",
                        "mirstream.access.oidc.grants.ct.collections", "clinical",
                        "mirstream.access.oidc.grants.trial.roles", "ingest",
                        "mirstream.access.oidc.grants.trial.collections", "trial-7"),
                "0.0.0.0");

        Caller caller = access.byToken("alice", Set.of("ct", "trial", "offline_access"));

        assertThat(caller.name()).isEqualTo("oidc:alice");
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.READER, Role.INGEST);
        assertThat(caller.reach().sorted()).extracting(CollectionName::value).containsExactly("clinical", "trial-7");
        assertThatThrownBy(() -> access.byToken("bob", Set.of("offline_access")))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(KEY);
        settings.put(name, value);
        return settings;
    }

    private static void assertInvalid(Map<String, String> settings, String host) {
        assertThatThrownBy(() -> access(settings, host))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_INVALID));
    }

    private static Access access(Map<String, String> settings, String host) {
        AccessConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(AccessConfig.class)
                .build()
                .getConfigMapping(AccessConfig.class);
        return new Access(config, host);
    }
}
