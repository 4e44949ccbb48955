package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Samples;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The records tell who had which access at any moment of the past. */
@Tag("postgresql")
class AccessHistoryTest {

    private static final int STEPS = 31;

    // The whole trail is read for each moment.
    private final Gateway gateway = Gateway.remembering(TestDatabase.usual());
    private final Caller administrator = gateway.administrator();
    private final Caller auditor = NewAdministrator.in(gateway, "auditor").caller();

    /** Moments are those of the gateway's clock, from which the test's own may differ by a little. */
    @Test
    void whatHeldIsToldForEveryMoment() {
        Samples.check(1, RandomGenerator::nextLong, seed -> {
            History history = new History(new SplittableRandom(seed));
            List<String> steps = new ArrayList<>();
            Map<Instant, List<String>> held = new TreeMap<>();
            for (int step = 0; step < STEPS; step++) {
                steps.add(history.step());
                if (step % 3 == 0) {
                    Instant now = Instant.parse(auditor.get("/admin/access").text("/at"));
                    held.put(now, history.present(now));
                }
            }
            held.forEach((at, expected) ->
                    assertThat(history.told(at)).as("at %s of %s", at, steps).isEqualTo(expected));
        });
    }

    @Test
    void onlyAMomentOfTheTrailCanBeAsked() {
        assertThat(auditor.get("/admin/access")).isOk();
        assertThat(auditor.get("/admin/access?at=2999-01-01T00:00:00Z")).isInvalidIn("at");
        assertThat(auditor.get("/admin/access?at=yesterday")).isInvalidIn("at");
        assertThat(auditor.get("/admin/access?at=2001-01-01T00:00:00Z")).isInvalidIn("at");
        assertThat(NewAdministrator.in(gateway, "access").caller().get("/admin/access"))
                .isProblem("forbidden");
    }

    /** What happens to some teams, projects and administrators that no other test has. */
    private final class History {

        private final RandomGenerator random;
        private final List<String> teams = List.of("h1-" + Gateway.unused(6), "h2-" + Gateway.unused(6));
        private final List<String> administrators = List.of("h3-" + Gateway.unused(6), "h4-" + Gateway.unused(6));
        private final List<ProjectId> projects = List.of(Scene.newProject(), Scene.newProject());
        private final Map<String, String> secrets = new HashMap<>();

        History(RandomGenerator random) {
            this.random = random;
        }

        /** @return when what was tried, and the status */
        String step() {
            String team = Samples.oneOf(random, teams);
            String path = "/admin/teams/" + team;
            ProjectId project = Samples.oneOf(random, projects);
            String role = Samples.oneOf(random, List.of("viewer", "editor", "owner"));
            String admin = "/admin/administrators/" + Samples.oneOf(random, administrators);
            Answer answer = switch (random.nextInt(16)) {
                case 0 -> administrator.put(path, "{\"description\":\"\"}");
                case 1 -> administrator.delete(path);
                case 2, 3 -> administrator.put(path + "/grants/" + project, "{\"role\":\"" + role + "\"}");
                case 4 -> administrator.delete(path + "/grants/" + project);
                case 5, 6 -> noted(administrator.post(path + "/keys", newKey()));
                case 7 -> administrator.delete(path + "/keys/" + keyOf(path));
                case 8, 9 -> rotated(keyOf(path));
                case 10 -> gateway.as(secrets.getOrDefault(keyOf(path), "")).delete("/keys/rotation");
                case 11 -> administrator.post("/admin/config", declared(team, project, role));
                case 12 -> registeredOrRemoved(project);
                case 13 ->
                    administrator.put(
                            admin,
                            NewAdministrator.body(Samples.oneOf(random, List.of("auditor", "operator", "access"))));
                case 14 ->
                    random.nextBoolean()
                            ? noted(administrator.post(admin + "/keys", newKey()))
                            : administrator.delete(admin + "/keys/" + keyOf(admin));
                default -> random.nextBoolean() ? administrator.delete(admin) : granted(team, project, role);
            };
            return Instant.now() + " " + answer.method() + " " + answer.target() + " " + answer.status();
        }

        private String newKey() {
            return "{\"label\":\"k%d\",\"expiresAt\":%s,\"networks\":%s}"
                    .formatted(
                            random.nextInt(9),
                            Samples.oneOf(
                                    random,
                                    List.of("null", inTime(Duration.ofMillis(200)), inTime(Duration.ofDays(9)))),
                            Samples.oneOf(random, List.of("[]", "[\"127.0.0.0/8\"]")));
        }

        private static String inTime(Duration life) {
            return "\"" + Instant.now().plus(life) + "\"";
        }

        private String declared(String team, ProjectId project, String role) {
            return "{\"teams\":{\"%s\":{\"description\":\"\",\"grants\":{\"%s\":\"%s\"}}}}"
                    .formatted(team, project, role);
        }

        private Answer noted(Answer made) {
            if (made.status() == 201) {
                gateway.house().forbid(made.text("/key"));
                secrets.put(made.text("/id"), made.text("/key"));
            }
            return made;
        }

        private Answer rotated(String id) {
            String overlap = Samples.oneOf(random, List.of("PT0S", "PT1H"));
            return noted(gateway.as(secrets.getOrDefault(id, ""))
                    .post("/keys/rotation", "{\"overlap\":\"" + overlap + "\"}"));
        }

        private Answer registeredOrRemoved(ProjectId project) {
            Answer put = administrator.put("/admin/projects/" + project, "{\"name\":\"history\"}");
            return random.nextBoolean() ? administrator.delete("/admin/projects/" + project) : put;
        }

        private Answer granted(String team, ProjectId project, String role) {
            String key = listed("/admin/teams/" + team + "/keys")
                    .map(each -> each.path("id").asString(""))
                    .map(id -> secrets.getOrDefault(id, ""))
                    .findFirst()
                    .orElse("");
            Answer asked = gateway.as(key)
                    .post(
                            "/projects/" + project + "/access-requests",
                            "{\"kind\":\"ROLE\",\"role\":\"" + role + "\",\"reason\":\"For a test\"}");
            return administrator.put(
                    "/projects/" + project + "/access-requests/" + asked.text("/id") + "/answer",
                    "{\"approved\":true}");
        }

        private String keyOf(String owner) {
            List<String> ids = listed(owner + "/keys")
                    .map(each -> each.path("id").asString(""))
                    .toList();
            return ids.isEmpty() ? "none" : Samples.oneOf(random, ids);
        }

        private Stream<JsonNode> listed(String path) {
            return administrator.get(path).json().path("results").valueStream();
        }

        /** The rights that the administration lists now. */
        List<String> present(Instant now) {
            List<String> present = new ArrayList<>();
            for (String team : teams) {
                listed("/admin/teams/" + team + "/grants").forEach(grant -> present.add(role(team, grant)));
                listed("/admin/teams/" + team + "/keys").filter(valid(now)).forEach(key -> present.add(key(team, key)));
            }
            for (String name : administrators) {
                Answer got = administrator.get("/admin/administrators/" + name);
                if (got.status() == 200) {
                    present.add(scopes(name, got.json()));
                }
                listed("/admin/administrators/" + name + "/keys")
                        .filter(valid(now))
                        .forEach(key -> present.add(key(name, key)));
            }
            return present.stream().sorted().toList();
        }

        private static Predicate<JsonNode> valid(Instant now) {
            return key -> key.path("expiresAt").isNull()
                    || Instant.parse(key.path("expiresAt").asString()).isAfter(now);
        }

        /** The rights that the records tell. */
        List<String> told(Instant at) {
            Answer answer = auditor.get("/admin/access?at=" + at);
            assertThat(answer).isOk().has("/at", at);
            List<String> told = new ArrayList<>();
            for (JsonNode grant : answer.json().path("grants")) {
                told.add(role(grant.path("team").asString(), grant));
            }
            for (JsonNode key : answer.json().path("keys")) {
                told.add(key(key.path("name").asString(), key));
            }
            for (JsonNode each : answer.json().path("administrators")) {
                told.add(scopes(each.path("name").asString(), each));
            }
            return told.stream()
                    .filter(line -> Stream.concat(teams.stream(), administrators.stream())
                            .anyMatch(line::startsWith))
                    .sorted()
                    .toList();
        }

        private static String role(String team, JsonNode grant) {
            return team + " is " + grant.path("role").asString() + " of "
                    + grant.path("projectId").asString();
        }

        private static String key(String owner, JsonNode key) {
            return owner + " has key " + key.path("id").asString() + " "
                    + key.path("label").asString() + " " + key.path("expiresAt") + key.path("networks");
        }

        private static String scopes(String name, JsonNode administrator) {
            return name + " may " + administrator.path("scopes");
        }
    }
}
