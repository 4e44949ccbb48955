package dev.linkgate.harness.attack;

import java.time.Duration;
import java.util.Locale;

/** An attack on the gateway. */
enum Attack {
    NOTHING(AttackContext::rest),

    IDLE_CONNECTIONS(Connections::idle),
    PARTIAL_HEADERS(Connections::partialHeader),
    SLOW_HEADERS(Connections::slowHeader),
    SLOW_FORMS(Connections::slowForm),
    SLOW_TOKEN_FORMS(Connections::slowTokenForms),
    SLOW_JSON(Connections::slowJson),
    SLOW_JSON_OF_AN_EDITOR(Connections::slowJsonOfAnEditor),
    SLOW_JSON_OF_A_STRANGER(Connections::slowJsonOfAStranger),
    PIPELINED_REQUESTS(Connections::pipelined),
    PIPELINED_AND_NEVER_READ(Connections::pipelinedAndNeverRead),
    KEPT_ALIVE(Connections::keptAlive),
    KEPT_ALIVE_BY_A_VIEWER(Connections::keptAliveByAViewer),

    PROBES(Floods::probes),
    READINESS(Floods::readiness),
    SHORT_PATHS(Floods::shortPaths),
    LONG_PATHS(Floods::longPaths),
    WRONG_TOKENS(Floods::wrongTokens),
    WRONG_DIGESTS(Floods::wrongDigests),
    DIGEST_CHALLENGES(Floods::digestChallenges),
    WRONG_CLIENTS(Floods::wrongClients),
    ACCESS_TOKENS_OF_A_VIEWER(Floods::accessTokensOfAViewer),
    ALTERED_ACCESS_TOKENS(Floods::alteredAccessTokens),
    API_DOCS_IN_MANY_LANGUAGES(Floods::apiDocs),
    PROBLEM_PAGES(Floods::problems),
    SWAGGER_FILES(Floods::swaggerFiles),

    WAITS_HUNG_UP(WaitsAndStreams::waitsHungUp),
    WAITS_HELD(WaitsAndStreams::waitsHeld),
    STREAMS_HUNG_UP(WaitsAndStreams::streamsHungUp),
    STREAMS_NEVER_READ(WaitsAndStreams::streamsNeverRead),
    REVOKED_KEY(Revocation::run),

    DRIFT(LargeReads::drift),
    DRIFT_READ_ANEW(LargeReads::driftAnew),
    LARGE_LISTS(LargeReads::endpoints),
    LARGE_LISTS_READ_ANEW(LargeReads::endpointsAnew),
    LISTS_OF_MANY_LINKS(LargeReads::endpointsOfManyLinks),
    STREAMS_OF_A_LARGE_LINK(LargeReads::streams),
    TRAIL_WITH_A_MATCH(LargeReads::trailWithAMatch),
    TRAIL_WITHOUT_A_MATCH(LargeReads::trailWithoutAMatch),
    DIFFERENT_QUERIES(LargeReads::differentQueries),
    COUNTED_QUERIES(LargeReads::countedQueries),
    COUNTED_QUERIES_OF_AN_AUDITOR(LargeReads::countedQueriesOfAnAuditor),
    EXPORTS_READ_SLOWLY(LargeReads::exportsReadSlowly),
    EXPORTS_NEVER_READ(LargeReads::exportsNeverRead),
    VERIFICATIONS(LargeReads::verifications),
    INDENTED_TRAIL(LargeReads::indentedTrail),

    UNREAD_TRAIL(UnreadAnswers::trail),
    UNREAD_IMPORT_BLOCKS(UnreadAnswers::importBlocks),
    UNREAD_LISTS_OF_THE_ATLAS_API(UnreadAnswers::listsOfTheAtlasApi),
    UNREAD_SWAGGER_FILES(UnreadAnswers::swaggerFiles),
    UNREAD_PROBES(UnreadAnswers::probes),
    UNREAD_INDENTED_LISTS(UnreadAnswers::indentedLists),
    UNREAD_INDENTED_ENDPOINTS(UnreadAnswers::indentedEndpoints),
    LARGE_REFUSALS(UnreadAnswers::largeRefusals),

    EVERY_ROUTE_SLOW_BODY(EveryRoute::slowBodies),
    EVERY_ROUTE_UNREAD_ANSWER(EveryRoute::unreadAnswers),
    EVERY_ROUTE_LARGEST_REFUSAL(EveryRoute::largestRefusals),

    BOMBS(Bombs::run),
    JWT_FORGERIES(JwtForgeries::run),
    UNKNOWN_KEY_IDS(JwtForgeries::unknownKeyIds),
    ROUTE_MATRIX(RouteMatrix::run),
    FUZZING(Fuzzing::run),

    BODIES_OF_ATLAS(FaultyAtlas::bodies),
    SECRETS_TOLD_BY_ATLAS(FaultyAtlas::secrets),
    BROKEN_HTTP_OF_ATLAS(FaultyAtlas::protocol),
    REFUSALS_OF_ATLAS(FaultyAtlas::refusals),
    LIMITS_OF_ATLAS(FaultyAtlas::limits);

    @FunctionalInterface
    private interface Deed {
        void run(AttackContext context) throws Exception;
    }

    private final Deed deed;

    Attack(Deed deed) {
        this.deed = deed;
    }

    /** Returns when the attack's time is over. */
    void run(AttackContext context) throws Exception {
        deed.run(context);
    }

    /** The time of the short form; the slow forms must be seen to be read. */
    Duration shortTime() {
        return switch (this) {
            case SLOW_FORMS, UNREAD_PROBES -> Duration.ofSeconds(3);
            // Each route has the time in which all its connections are opened.
            case EVERY_ROUTE_SLOW_BODY -> Duration.ofSeconds(8);
            case EVERY_ROUTE_UNREAD_ANSWER -> Duration.ofSeconds(20);
            case EVERY_ROUTE_LARGEST_REFUSAL -> Duration.ofSeconds(20); // ends when it has sent all
            default -> Duration.ofMillis(500);
        };
    }

    /** Whether it needs a {@link HostileAtlas}. */
    boolean isOfAtlas() {
        return compareTo(BODIES_OF_ATLAS) >= 0;
    }

    /** Whether it makes a difference if it comes from the address that the working team comes from. */
    boolean isOfAnAddress() {
        return compareTo(NOTHING) > 0 && compareTo(WAITS_HUNG_UP) < 0;
    }

    /** The title for people. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
