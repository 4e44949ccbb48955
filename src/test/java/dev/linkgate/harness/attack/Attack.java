package dev.linkgate.harness.attack;

import java.time.Duration;
import java.util.Locale;

/** An attack on the gateway. */
enum Attack {
    NOTHING(AttackContext::rest),

    IDLE_CONNECTIONS(Connections::idle),
    SLOW_HEADERS(Connections::slowHeader),
    SLOW_TOKEN_FORMS(Connections::slowTokenForms),
    SLOW_JSON(Connections::slowJson),
    SLOW_JSON_OF_AN_EDITOR(Connections::slowJsonOfAnEditor),
    SLOW_JSON_OF_A_STRANGER(Connections::slowJsonOfAStranger),
    PIPELINED_AND_NEVER_READ(Connections::pipelinedAndNeverRead),
    KEPT_ALIVE(Connections::keptAlive),
    KEPT_ALIVE_BY_A_VIEWER(Connections::keptAliveByAViewer),

    PROBES(Floods::probes),
    READINESS(Floods::readiness),
    LONG_PATHS(Floods::longPaths),
    WRONG_TOKENS(Floods::wrongTokens),
    WRONG_DIGESTS(Floods::wrongDigests),
    DIGEST_CHALLENGES(Floods::digestChallenges),
    WRONG_CLIENTS(Floods::wrongClients),
    ACCESS_TOKENS_OF_A_VIEWER(Floods::accessTokensOfAViewer),
    ALTERED_ACCESS_TOKENS(Floods::alteredAccessTokens),
    API_DOCS_IN_MANY_LANGUAGES(Floods::apiDocs),
    SWAGGER_FILES(Floods::swaggerFiles),

    WAITS_HUNG_UP(WaitsAndStreams::waitsHungUp),
    WAITS_HELD(WaitsAndStreams::waitsHeld),
    STREAMS_HUNG_UP(WaitsAndStreams::streamsHungUp),
    STREAMS_NEVER_READ(WaitsAndStreams::streamsNeverRead),
    REVOKED_KEY(Revocation::run),

    DRIFT_READ_ANEW(LargeReads::driftAnew),
    LARGE_LISTS_READ_ANEW(LargeReads::endpointsAnew),
    LISTS_OF_MANY_LINKS(LargeReads::endpointsOfManyLinks),
    STREAMS_OF_A_LARGE_LINK(LargeReads::streams),
    TRAIL_WITH_A_MATCH(LargeReads::trailWithAMatch),
    TRAIL_WITHOUT_A_MATCH(LargeReads::trailWithoutAMatch),
    DIFFERENT_QUERIES(LargeReads::differentQueries),
    COUNTED_QUERIES(LargeReads::countedQueries),
    EXPORTS_READ_SLOWLY(LargeReads::exportsReadSlowly),
    EXPORTS_NEVER_READ(LargeReads::exportsNeverRead),
    VERIFICATIONS(LargeReads::verifications),

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
    UNKNOWN_KEY_IDS(UnknownKeys::run),
    FUZZING(Fuzzing::run),

    BODIES_OF_ATLAS(FaultyAtlas::bodies),
    BROKEN_HTTP_OF_ATLAS(FaultyAtlas::protocol);

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
            case UNREAD_PROBES -> Duration.ofSeconds(3);
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
