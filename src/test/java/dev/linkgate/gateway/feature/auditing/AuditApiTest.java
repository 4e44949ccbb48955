package dev.linkgate.gateway.feature.auditing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.trail.audit.AuditFixture;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditApiTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @AutoClose
    private final AuditFixture audit = new AuditFixture(TestDatabase.SQLITE);

    private final TrailListing listing = new TrailListing(audit.reader, audit.scans, audit.trail);
    private final MockMvcTester http = MockMvcTester.create(MockMvcBuilders.standaloneSetup(
                    new AdminAuditController(
                            TestVocabulary.ALL,
                            audit.trail,
                            audit.reader,
                            new TrailBase(audit.dataSource),
                            listing,
                            new TrailExport(audit.reader, audit.scans, audit.trail, JSON),
                            new Verifications(
                                    audit.verifier(),
                                    audit.trail,
                                    audit.reader,
                                    audit.threads,
                                    () -> AuditFixture.NOW,
                                    new SimpleMeterRegistry())),
                    new ProjectAuditController(TestVocabulary.ALL, listing))
            .setCustomArgumentResolvers(new CallResolver(audit.context()))
            .build());

    @Test
    void aRecordHasTheFormOfTheContract() throws Exception {
        audit.trail.write(audit.context(), Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, 201, intent -> "done");
        audit.jdbc.sql("UPDATE audit_record SET duration_micros = 48211").update();

        String intent = audit.reader.hash(1).orElseThrow();
        String outcome = audit.receipts.getLast().hash();
        assertThat(body("/admin/audit/records/2")).isEqualTo("""
                {"sequence":2,"layout":3,"time":"2026-11-24T13:24:00.123456Z","phase":"OUTCOME","requestId":"req-1",\
                "actor":{"kind":"team","team":"payments","keyId":"k1"},"remoteAddress":"192.0.2.7",\
                "action":"endpoint.add","projectId":"5c3a1f1f1f1f1f1f1f1f1f1f","linkId":"5df264b8f10fab7d2cad2f0d",\
                "interfaceEndpointId":"vpce-0b9c5701325cb15dd","credential":null,"credentialVersion":null,\
                "result":"SUCCEEDED","status":201,"code":null,"atlasStatus":null,"attempts":0,"durationMicros":48211,\
                "attempted":null,"count":1,"dryRun":false,"operationId":null,\
                "target":{"kind":"endpoint","name":"vpce-0b9c5701325cb15dd","project":"5c3a1f1f1f1f1f1f1f1f1f1f"},\
                "previousHash":"%s","hash":"%s"}""".formatted(intent, outcome));
        assertThat(body("/admin/audit/records/1"))
                .contains("\"phase\":\"INTENT\"", "\"result\":null,\"status\":null,\"code\":null,\"atlasStatus\":null");
    }

    @Test
    void aTimeOnTheSecondStillHasItsMicroseconds() {
        Entry entry = new Entry(
                Instant.parse("2026-11-24T13:24:00Z"),
                "EVENT",
                new Entry.Origin("", new Entry.Who("system", null, null, null), ""),
                "",
                new Entry.Subject(null, null, null),
                Entry.Facts.NONE,
                Entry.Details.USUAL,
                Entry.About.NOTHING);
        assertThat(JSON.writeValueAsString(new AuditRecord(1, entry, "", "")))
                .contains("\"time\":\"2026-11-24T13:24:00.000000Z\"", "\"actor\":{\"kind\":\"system\"}");
    }

    @Test
    void pagesLeadFromTheNewestRecordToTheFirst() throws Exception {
        audit.write(5);

        JsonNode first = json("/admin/audit?limit=2&team=payments");
        assertThat(sequences(first)).containsExactly(5L, 4L);
        assertThat(first.at("/totalCount").asLong()).isEqualTo(5);
        assertThat(first.at("/links/0/rel").asString()).isEqualTo("self");
        assertThat(first.at("/links/1/rel").asString()).isEqualTo("next");
        String next = first.at("/links/1/href").asString();
        assertThat(next).isEqualTo("http://localhost/admin/audit?limit=2&team=payments&after=4");

        JsonNode second = json(next);
        assertThat(sequences(second)).containsExactly(3L, 2L);
        JsonNode last = json(second.at("/links/1/href").asString());
        assertThat(sequences(last)).containsExactly(1L);
        assertThat(last.at("/links")).hasSize(1);
    }

    @Test
    void theCountIsLeftOutOnRequest() throws Exception {
        assertThat(body("/admin/audit?includeCount=false")).doesNotContain("totalCount");
        assertThat(json("/admin/audit").at("/totalCount").asLong()).isEqualTo(1);
    }

    @Test
    void aPageWithFewerRecordsThanItsLimitMayHaveANext() throws Exception {
        audit.write(5);
        TrailListing hasty = new TrailListing(
                audit.reader, new TrailScans(new TrailReader(audit.dataSource, 2), audit.threads), audit.trail);
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/admin/audit");
        request.setParameter("action", "link.get");
        request.setQueryString("action=link.get");

        Listing<AuditRecord> page = hasty.page(audit.context(), request, AuditQuery.of(TestVocabulary.ALL, request));
        assertThat(page.results()).isEmpty();
        assertThat(page.totalCount()).isNull();
        assertThat(page.links())
                .contains(new Listing.PageLink("next", "http://localhost/admin/audit?action=link.get&after=4"));

        request.setParameter("includeCount", "true");
        assertThat(hasty.page(audit.context(), request, AuditQuery.of(TestVocabulary.ALL, request))
                        .totalCount())
                .as("only administrators may have a long selection counted")
                .isNull();
        RequestContext administrator = audit.context();
        administrator.identified(Actor.administrator("ada", "k1", false));
        assertThat(hasty.page(administrator, request, AuditQuery.of(TestVocabulary.ALL, request))
                        .totalCount())
                .isZero();
    }

    @Test
    void everyInvalidParameterIsNamed() {
        assertThat(errors(
                        "/admin/audit?projectId=x&team=A&action=endpoint_add&result=ok&from=today&to=10000-01-01T00:00:00Z"
                                + "&requestId=a%20b&actor=&keyId=&address=host&after=-1&limit=501&includeCount=yes"))
                .extracting(FieldError::field)
                .containsExactly(
                        "projectId",
                        "team",
                        "action",
                        "result",
                        "from",
                        "to",
                        "requestId",
                        "actor",
                        "keyId",
                        "address",
                        "after",
                        "limit",
                        "includeCount");
        assertThat(errors("/admin/audit?limit=0"))
                .containsExactly(new FieldError("limit", "must be a whole number from 1 to 500"));
        assertThat(errors("/projects/" + AuditFixture.PROJECT + "/audit?after=-1&limit="))
                .extracting(FieldError::field)
                .containsExactly("after", "limit");
        assertThat(audit.records()).isEmpty();
    }

    @Test
    void theLastVerificationOfTheWholeTrailIsKnown() throws Exception {
        audit.write(3);
        assertThat(failure(http.get().uri("/admin/audit/verification/last").exchange())
                        .code())
                .isEqualTo(ProblemCode.NOT_FOUND);

        verified();
        assertThat(body("/admin/audit/verification/last"))
                .isEqualTo("{\"at\":\"2026-11-24T13:24:00.123456Z\",\"valid\":true,\"records\":4}");

        audit.jdbc.sql("DELETE FROM audit_record WHERE sequence = 2").update();
        verified();
        assertThat(json("/admin/audit/verification/last").at("/valid").asBoolean())
                .isFalse();
        assertThat(json("/admin/audit?action=audit.verify&limit=1")
                        .at("/results/0/change/after/firstBroken")
                        .asString())
                .isEqualTo("2: the record is missing");
    }

    private String verified() throws UnsupportedEncodingException {
        MvcTestResult answer = http.post().uri("/admin/audit/verification").exchange();
        assertThat(answer).hasStatusOk();
        return answer.getResponse().getContentAsString();
    }

    private String body(String uri) throws UnsupportedEncodingException {
        MvcTestResult answer = http.get().uri(uri).exchange();
        assertThat(answer).hasStatusOk();
        return answer.getResponse().getContentAsString();
    }

    private JsonNode json(String uri) throws UnsupportedEncodingException {
        return JSON.readTree(body(uri));
    }

    private List<FieldError> errors(String uri) {
        return failure(http.get().uri(uri).exchange()).errors();
    }

    private static Failure failure(MvcTestResult answer) {
        for (Throwable thrown = answer.getUnresolvedException(); thrown != null; thrown = thrown.getCause()) {
            if (thrown instanceof LinkgateException known) {
                return known.failure();
            }
        }
        throw new AssertionError("the answer is no failure: " + answer);
    }

    private static List<Long> sequences(JsonNode list) {
        return list.at("/results")
                .valueStream()
                .map(record -> record.at("/sequence").asLong())
                .toList();
    }

    private record CallResolver(RequestContext context) implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == RequestContext.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binder) {
            return context;
        }
    }
}
