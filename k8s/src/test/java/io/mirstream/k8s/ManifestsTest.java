package io.mirstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API server would check, and what it would find out only when a pod does not start. */
class ManifestsTest {
    private static final Manifests MANIFESTS = Manifests.read();
    private static final Manifests GPU = Manifests.overlay("gpu");
    private static final Path GPU_FOLDER = Path.of("overlays", "gpu");
    private static final String GPUS = "nvidia.com/gpu";
    private static final String NAMESPACE = "mirstream";
    private static final String NAME = "app.kubernetes.io/name";
    private static final String REPLAY = "scheduled-replay";

    static Stream<Deployment> deployments() {
        return MANIFESTS.all(Deployment.class).stream();
    }

    /** Of the base, and the ones that an overlay changes. */
    static Stream<Deployment> allDeployments() {
        return Stream.concat(deployments(), Stream.of(GPU.one(Deployment.class, "embed-service")));
    }

    /** Those that the deployment is applied with. */
    private static Manifests around(Deployment deployment) {
        return MANIFESTS.all().contains(deployment) ? MANIFESTS : GPU;
    }

    // --- the base as a whole

    @Test
    void the_kustomization_names_every_file_of_the_base() throws IOException {
        Set<String> expected = new TreeSet<>(Manifests.filesOfTheBase());
        expected.remove("kustomization.yaml");

        assertThat(Manifests.resources()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void every_kind_and_name_occurs_once_and_in_one_namespace() {
        List<String> names = MANIFESTS.all().stream()
                .map(manifest ->
                        manifest.getKind() + "/" + manifest.getMetadata().getName())
                .toList();

        assertThat(names).doesNotHaveDuplicates();
        assertThat(MANIFESTS.all())
                .filteredOn(manifest -> !(manifest instanceof Namespace))
                .allSatisfy(manifest ->
                        assertThat(manifest.getMetadata().getNamespace()).isEqualTo(NAMESPACE));
        assertThat(MANIFESTS.one(Namespace.class, NAMESPACE).getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    }

    @Test
    void the_four_services_are_deployed() {
        assertThat(deployments().map(deployment -> deployment.getMetadata().getName()))
                .containsExactlyInAnyOrder("ingest-service", "embed-service", "query-service", "eval-service");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{apiVersion: apps/v1, kind: Deployment, spec: {replica: 1}}",
                "{apiVersion: apps/v1, kind: Deployment, spec: {replicas: many}}",
                "{apiVersion: v1, kind: Service, spec: {ports: [{prot: 80}]}}",
                "{apiVersion: v1, kind: Deployment}",
            })
    void a_field_that_the_api_does_not_have_is_refused(String yaml) throws IOException {
        JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(yaml);

        assertThatThrownBy(() -> Manifests.typed(document)).isInstanceOf(RuntimeException.class);
    }

    // --- references

    @ParameterizedTest
    @MethodSource("allDeployments")
    void a_deployment_selects_its_own_pods(Deployment deployment) {
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();

        assertThat(labels)
                .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
        assertThat(labels).containsEntry(NAME, deployment.getMetadata().getName());
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void a_deployment_has_its_service_its_budget_and_its_account(Deployment deployment) {
        String name = deployment.getMetadata().getName();
        Map<String, String> labels =
                deployment.getSpec().getTemplate().getMetadata().getLabels();

        Service service = around(deployment).one(Service.class, name);
        PodDisruptionBudget budget = around(deployment).one(PodDisruptionBudget.class, name);

        assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
        assertThat(labels).containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
        assertThat(service.getSpec().getPorts())
                .allSatisfy(port -> assertThat(portNames(container(deployment)))
                        .contains(port.getTargetPort().getStrVal()));
        assertThat(pod(deployment).getServiceAccountName())
                .isEqualTo(around(deployment)
                        .one(ServiceAccount.class, name)
                        .getMetadata()
                        .getName());
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void every_value_that_a_container_takes_from_elsewhere_is_there(Deployment deployment) {
        for (EnvVar variable : container(deployment).getEnv()) {
            if (variable.getValueFrom() == null) {
                assertThat(variable.getValue()).as(variable.getName()).isNotBlank();
            } else if (variable.getValueFrom().getConfigMapKeyRef() != null) {
                var reference = variable.getValueFrom().getConfigMapKeyRef();
                assertThat(around(deployment)
                                .one(ConfigMap.class, reference.getName())
                                .getData())
                        .containsKey(reference.getKey());
            } else {
                assertThat(variable.getValueFrom().getSecretKeyRef().getOptional())
                        .as("a Secret that the base does not bring: " + variable.getName())
                        .isTrue();
            }
        }
    }

    @Test
    void every_entry_of_the_configuration_is_used() {
        Set<String> used = deployments()
                .flatMap(deployment -> container(deployment).getEnv().stream())
                .filter(variable -> variable.getValueFrom() != null
                        && variable.getValueFrom().getConfigMapKeyRef() != null)
                .map(variable -> variable.getValueFrom().getConfigMapKeyRef().getKey())
                .collect(Collectors.toSet());

        assertThat(MANIFESTS.one(ConfigMap.class, "mirstream").getData().keySet())
                .isEqualTo(used);
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void mounts_and_volumes_belong_together(Deployment deployment) {
        List<String> volumes =
                pod(deployment).getVolumes().stream().map(Volume::getName).toList();
        List<String> mounts = container(deployment).getVolumeMounts().stream()
                .map(VolumeMount::getName)
                .toList();

        assertThat(mounts).containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(mounts).contains("tmp");
        assertThat(pod(deployment).getVolumes())
                .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                .allSatisfy(volume -> around(deployment)
                        .one(
                                PersistentVolumeClaim.class,
                                volume.getPersistentVolumeClaim().getClaimName()));
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void access_is_on_and_its_settings_lie_where_they_are_looked_for(Deployment deployment) {
        Map<String, String> values = container(deployment).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        VolumeMount mount = container(deployment).getVolumeMounts().stream()
                .filter(each -> each.getName().equals("access"))
                .findFirst()
                .orElseThrow();
        Volume volume = pod(deployment).getVolumes().stream()
                .filter(each -> each.getName().equals("access"))
                .findFirst()
                .orElseThrow();

        assertThat(values).containsEntry("MIRSTREAM_ACCESS_ENABLED", "true");
        assertThat(values.get("QUARKUS_CONFIG_LOCATIONS")).startsWith(mount.getMountPath() + "/");
        assertThat(mount.getReadOnly()).isTrue();
        assertThat(volume.getSecret().getOptional()).isNotEqualTo(true);
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void the_kustomization_sets_the_tag_of_every_image(Deployment deployment) {
        Map<String, String> tags = StreamSupport.stream(
                        Manifests.kustomization().path("images").spliterator(), false)
                .collect(Collectors.toMap(
                        image -> image.path("name").asText(),
                        image -> image.path("newTag").asText()));

        assertThat(tags.get(container(deployment).getImage())).isNotBlank().isNotEqualTo("latest");
    }

    @Test
    void network_policies_name_services_that_exist_and_ports_that_they_have() {
        Set<String> services = deployments()
                .map(deployment -> deployment.getMetadata().getName())
                .collect(Collectors.toSet());
        services.add(REPLAY); // a job, which nobody calls
        Set<String> named = new HashSet<>();
        for (NetworkPolicy policy : MANIFESTS.all(NetworkPolicy.class)) {
            named.addAll(names(policy.getSpec().getPodSelector()));
            policy.getSpec().getIngress().forEach(rule -> rule.getFrom().forEach(peer -> named.addAll(ownNames(peer))));
            policy.getSpec().getEgress().forEach(rule -> rule.getTo().forEach(peer -> named.addAll(ownNames(peer))));
        }

        assertThat(named).isSubsetOf(services);
        assertThat(named).isEqualTo(services);
        assertThat(MANIFESTS.one(NetworkPolicy.class, "default-deny").getSpec().getPolicyTypes())
                .containsExactlyInAnyOrder("Ingress", "Egress");
    }

    @Test
    void services_reach_each_other_in_the_policies_of_both_sides() {
        for (NetworkPolicy policy : MANIFESTS.all(NetworkPolicy.class)) {
            Set<String> from = names(policy.getSpec().getPodSelector());
            policy.getSpec()
                    .getEgress()
                    .forEach(rule -> rule.getTo().stream()
                            .flatMap(peer -> ownNames(peer).stream())
                            .forEach(target -> assertThat(callersOf(target)).containsAll(from)));
        }
    }

    private static Set<String> callersOf(String target) {
        return MANIFESTS.all(NetworkPolicy.class).stream()
                .filter(policy -> names(policy.getSpec().getPodSelector()).contains(target))
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .flatMap(rule -> rule.getFrom().stream())
                .flatMap(peer -> ownNames(peer).stream())
                .collect(Collectors.toSet());
    }

    /** Of pods in this namespace. */
    private static Set<String> ownNames(NetworkPolicyPeer peer) {
        return peer.getNamespaceSelector() == null ? names(peer.getPodSelector()) : Set.of();
    }

    private static Set<String> names(LabelSelector selector) {
        Set<String> names = new HashSet<>();
        if (selector == null) {
            return names;
        }
        if (selector.getMatchLabels() != null && selector.getMatchLabels().containsKey(NAME)) {
            names.add(selector.getMatchLabels().get(NAME));
        }
        for (LabelSelectorRequirement requirement : selector.getMatchExpressions()) {
            if (requirement.getKey().equals(NAME)) {
                names.addAll(requirement.getValues());
            }
        }
        return names;
    }

    // --- pods

    @ParameterizedTest
    @MethodSource("allDeployments")
    void a_pod_keeps_the_restricted_standard_and_a_read_only_root(Deployment deployment) {
        SecurityContext context = container(deployment).getSecurityContext();

        assertThat(context.getRunAsNonRoot()).isTrue();
        assertThat(context.getRunAsUser()).isGreaterThan(9_999);
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod(deployment).getAutomountServiceAccountToken()).isFalse();
        assertThat(around(deployment)
                        .one(ServiceAccount.class, deployment.getMetadata().getName())
                        .getAutomountServiceAccountToken())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void a_pod_has_three_probes_on_a_port_that_it_opens(Deployment deployment) {
        Container container = container(deployment);

        assertProbe(container, container.getStartupProbe(), "/q/health/started");
        assertProbe(container, container.getLivenessProbe(), "/q/health/live");
        assertProbe(container, container.getReadinessProbe(), "/q/health/ready");
    }

    private static void assertProbe(Container container, Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(portNames(container)).contains(probe.getHttpGet().getPort().getStrVal());
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void a_pod_asks_for_what_it_needs_and_is_given_no_more_memory_than_that(Deployment deployment) {
        Map<String, Quantity> requests = container(deployment).getResources().getRequests();
        Map<String, Quantity> limits = container(deployment).getResources().getLimits();

        assertThat(requests).containsKeys("cpu", "memory", "ephemeral-storage");
        assertThat(limits.get("memory").getNumericalAmount())
                .isEqualByComparingTo(requests.get("memory").getNumericalAmount());
        assertThat(requests)
                .allSatisfy((name, amount) -> assertThat(amount.getNumericalAmount())
                        .isLessThanOrEqualTo(limits.get(name).getNumericalAmount()));
    }

    @ParameterizedTest
    @MethodSource("allDeployments")
    void files_that_a_pod_may_write_fit_into_its_storage(Deployment deployment) {
        var volumes = pod(deployment).getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .map(volume -> volume.getEmptyDir().getSizeLimit().getNumericalAmount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(volumes)
                .isLessThanOrEqualTo(container(deployment)
                        .getResources()
                        .getLimits()
                        .get("ephemeral-storage")
                        .getNumericalAmount());
    }

    // --- the scheduled replay

    @Test
    void a_replay_runs_alone_is_not_tried_again_and_waits_until_there_is_a_dataset() {
        CronJobSpec replay = MANIFESTS.one(CronJob.class, REPLAY).getSpec();

        assertThat(replay.getSuspend()).isTrue();
        assertThat(replay.getConcurrencyPolicy()).isEqualTo("Forbid");
        assertThat(replay.getSchedule().split(" ")).hasSize(5);
        assertThat(replay.getTimeZone()).isEqualTo("Etc/UTC");
        assertThat(replay.getJobTemplate().getSpec().getBackoffLimit()).isZero();
        assertThat(replayPod().getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void a_replay_is_no_pod_of_a_service_and_has_an_account_of_its_own() {
        Map<String, String> labels = MANIFESTS
                .one(CronJob.class, REPLAY)
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();

        assertThat(labels).containsEntry(NAME, REPLAY);
        assertThat(MANIFESTS.all(Service.class))
                .allSatisfy(
                        service -> assertThat(service.getSpec().getSelector()).doesNotContainEntry(NAME, REPLAY));
        assertThat(MANIFESTS
                        .one(ServiceAccount.class, replayPod().getServiceAccountName())
                        .getAutomountServiceAccountToken())
                .isFalse();
    }

    @Test
    void a_replay_has_the_volumes_and_the_settings_that_it_names() {
        Container container = replayPod().getContainers().getFirst();

        assertThat(container.getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(
                        replayPod().getVolumes().stream().map(Volume::getName).toList());
        assertThat(replayPod().getVolumes())
                .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                .allSatisfy(volume -> MANIFESTS.one(
                        PersistentVolumeClaim.class,
                        volume.getPersistentVolumeClaim().getClaimName()));
        assertThat(container.getEnv())
                .filteredOn(variable -> variable.getValueFrom().getConfigMapKeyRef() != null)
                .allSatisfy(variable -> assertThat(
                                MANIFESTS.one(ConfigMap.class, "mirstream").getData())
                        .containsKey(
                                variable.getValueFrom().getConfigMapKeyRef().getKey()));
        assertThat(container.getArgs())
                .filteredOn(argument -> argument.startsWith("$("))
                .isNotEmpty()
                .allSatisfy(argument -> assertThat(container.getEnv())
                        .extracting(EnvVar::getName)
                        .contains(argument.substring(2, argument.length() - 1)));
        assertThat(container.getArgs())
                .filteredOn(argument -> argument.startsWith("/"))
                .isNotEmpty()
                .allSatisfy(argument -> assertThat(container.getVolumeMounts())
                        .anyMatch(mount -> argument.startsWith(mount.getMountPath() + "/")));
    }

    @Test
    void a_replay_keeps_the_restricted_standard_and_its_limits() {
        Container container = replayPod().getContainers().getFirst();
        SecurityContext context = container.getSecurityContext();

        assertThat(context.getRunAsNonRoot()).isTrue();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(replayPod().getAutomountServiceAccountToken()).isFalse();
        assertThat(container.getResources().getLimits().get("memory"))
                .isEqualTo(container.getResources().getRequests().get("memory"));
        assertThat(container.getImage())
                .isEqualTo(container(MANIFESTS.one(Deployment.class, "eval-service"))
                        .getImage());
    }

    private static PodSpec replayPod() {
        return MANIFESTS
                .one(CronJob.class, REPLAY)
                .getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec();
    }

    // --- the overlay for GPUs

    @Test
    void the_overlay_names_every_file_of_its_folder() throws IOException {
        JsonNode kustomization = Manifests.kustomization(GPU_FOLDER);
        Set<String> named = new TreeSet<>(Set.of("kustomization.yaml"));
        kustomization.path("resources").forEach(file -> named.add(file.asText()));
        kustomization
                .path("patches")
                .forEach(patch -> named.add(patch.path("path").asText()));
        named.remove("../../base");

        try (Stream<Path> files = Files.list(GPU_FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void the_overlay_changes_embed_service_alone() {
        List<HasMetadata> added = new ArrayList<>(GPU.all());
        added.removeAll(MANIFESTS.all());

        assertThat(added.stream()
                        .map(manifest -> manifest.getKind() + "/"
                                + manifest.getMetadata().getName()))
                .containsExactlyInAnyOrder("Deployment/embed-service", "PersistentVolumeClaim/engines");
        assertThat(GPU.all()).hasSize(MANIFESTS.all().size() + 1);
    }

    @Test
    void a_pod_with_gpus_is_put_where_they_are_and_lists_as_many_devices() {
        Deployment deployment = GPU.one(Deployment.class, "embed-service");
        Map<String, Quantity> limits = container(deployment).getResources().getLimits();

        assertThat(container(deployment).getResources().getRequests().get(GPUS)).isEqualTo(limits.get(GPUS));
        assertThat(value(deployment, "MIRSTREAM_EMBED_MODEL_DEVICES").split(","))
                .hasSize(limits.get(GPUS).getNumericalAmount().intValueExact());
        assertThat(pod(deployment).getNodeSelector()).containsEntry("nvidia.com/gpu.present", "true");
        assertThat(pod(deployment).getTolerations())
                .anySatisfy(toleration -> assertThat(toleration.getKey()).isEqualTo(GPUS));
        assertThat(value(deployment, "MIRSTREAM_EMBED_MODEL_PROVIDERS").split(","))
                .doesNotContain("cpu");
    }

    @Test
    void an_update_never_needs_more_gpus_than_there_are_pods() {
        Deployment deployment = GPU.one(Deployment.class, "embed-service");

        assertThat(deployment
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxSurge()
                        .getIntVal())
                .isZero();
    }

    @Test
    void engines_are_kept_on_a_volume_that_the_pod_may_write() {
        Deployment deployment = GPU.one(Deployment.class, "embed-service");
        VolumeMount mount = container(deployment).getVolumeMounts().stream()
                .filter(each -> each.getName().equals("engines"))
                .findFirst()
                .orElseThrow();

        assertThat(mount.getReadOnly()).isNull();
        assertThat(Path.of(value(deployment, "MIRSTREAM_EMBED_MODEL_TENSORRT_ENGINE_CACHE")))
                .startsWithRaw(Path.of(mount.getMountPath()));
        assertThat(Path.of(value(deployment, "MIRSTREAM_EMBED_MODEL_TENSORRT_TIMING_CACHE")))
                .startsWithRaw(Path.of(mount.getMountPath()));
        assertThat(pod(deployment).getSecurityContext().getFsGroup())
                .isEqualTo(pod(deployment).getSecurityContext().getRunAsGroup());
    }

    @Test
    void the_overlay_puts_the_image_with_cuda_in_the_place_of_the_other() {
        Deployment deployment = GPU.one(Deployment.class, "embed-service");
        JsonNode images = Manifests.kustomization(GPU_FOLDER).path("images");

        assertThat(images).singleElement().satisfies(image -> {
            assertThat(image.path("name").asText())
                    .isEqualTo(container(deployment).getImage());
            assertThat(image.path("newName").asText()).isEqualTo("mirstream/embed-service-gpu");
            assertThat(image.path("newTag").asText()).isNotBlank().isNotEqualTo("latest");
        });
    }

    private static String value(Deployment deployment, String variable) {
        return container(deployment).getEnv().stream()
                .filter(each -> each.getName().equals(variable))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + variable))
                .getValue();
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static Container container(Deployment deployment) {
        assertThat(pod(deployment).getContainers()).hasSize(1);
        return pod(deployment).getContainers().getFirst();
    }

    private static List<String> portNames(Container container) {
        return container.getPorts().stream().map(ContainerPort::getName).toList();
    }
}
