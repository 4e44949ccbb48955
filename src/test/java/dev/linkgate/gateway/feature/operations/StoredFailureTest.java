package dev.linkgate.gateway.feature.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.AtlasField;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredFailureTest {

    @Test
    void comesBackAsItWasStored() {
        Failure failure = Failure.of(ProblemCode.ATLAS_REJECTED_REQUEST, "No.")
                .answeredBy(new AtlasAnswer(400, "BAD", "Bad.", List.of(new AtlasField("id", "must be an id"))));

        assertThat(StoredFailure.read(TestVocabulary.ALL, StoredFailure.write(failure)))
                .isEqualTo(failure);
    }

    @Test
    void readsWhatWasStoredBeforeAtlasNamedFields() {
        String stored = """
                {"code":"atlas-conflict","detail":"No.","atlas":{"status":409,"errorCode":"BUSY","detail":"Busy."}}""";

        assertThat(StoredFailure.read(TestVocabulary.ALL, stored))
                .isEqualTo(Failure.of(ProblemCode.ATLAS_CONFLICT, "No.")
                        .answeredBy(new AtlasAnswer(409, "BUSY", "Busy.")));
    }
}
